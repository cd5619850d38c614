# What a runner does with the files of contrib/ for GitHub and GitLab, as far as the scenarios need it. The YAML is read by a
# reader that is not ours.
#     workflow.py action FOLDER            the step's script, its shell and its environment, made of the inputs below $INPUTS/
#     workflow.py gitlab FILE              the job's variables and its script
# Both are written to files in the current folder: `step` (what the runner would run) and `step.env` (NAME=VALUE, each ended by NUL).
import os
import re
import sys

import yaml


def load(path):
    with open(path, encoding="utf-8") as file:
        return yaml.safe_load(file)


def write(script, environment):
    with open("step", "w", encoding="utf-8", errors="surrogateescape", newline="\n") as file:
        file.write(script)
    with open("step.env", "w", encoding="utf-8", errors="surrogateescape", newline="\n") as file:
        file.write("".join("%s=%s\0" % pair for pair in environment.items()))


def given(name, default):
    path = os.path.join(os.environ["INPUTS"], name)
    if not os.path.exists(path):
        return default
    with open(path, encoding="utf-8", errors="surrogateescape", newline="\n") as file:
        return file.read()


def action(folder):
    document = load(os.path.join(folder, "action.yml"))
    assert document["runs"]["using"] == "composite"
    inputs = {}
    for name, row in document["inputs"].items():
        assert row["description"], name
        assert row.get("required") or isinstance(row["default"], str), name
        inputs[name] = given(name, row.get("default", ""))
    for name in os.listdir(os.environ["INPUTS"]):
        assert name in inputs, name
    (step,) = document["runs"]["steps"]
    # An expression in a script would be pasted into it, whatever it is; a variable of the environment is only text.
    assert "${{" not in step["run"] and step["shell"] == "bash"
    environment, used = {}, set()
    for name, text in step["env"].items():
        (input_name,) = re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) \}\}", text).groups()
        environment[name] = inputs[input_name]
        used.add(input_name)
    assert used == set(inputs), set(inputs) - used
    for name, row in document["outputs"].items():
        assert row["value"] == "${{ steps.%s.outputs.%s }}" % (step["id"], name), name
    write(step["run"], environment)


def gitlab(path):
    document = load(path)
    (name,) = document
    assert name.startswith("."), "the job is hidden"
    job = document[name]
    reports = job["artifacts"]["reports"]
    assert reports == {"codequality": "gl-code-quality-report.json", "junit": "nnreg-junit.xml"}
    assert sorted(reports.values()) == sorted(job["artifacts"]["paths"]) and job["artifacts"]["when"] == "always"
    assert all(isinstance(value, str) for value in job["variables"].values())
    for variable in os.listdir(os.environ["INPUTS"]):
        assert variable in job["variables"], variable
    write("\n".join(job["script"]), {key: given(key, value) for key, value in job["variables"].items()})


{"action": action, "gitlab": gitlab}[sys.argv[1]](*sys.argv[2:])
