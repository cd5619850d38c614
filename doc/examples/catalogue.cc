/*
 * catalogue: what is in a registry, in C++.
 *
 *     catalogue REGISTRY [DESCRIPTION.json FOLDER]
 *
 * Registers a network first, if there is one, with the folder that it came from in its metadata, and then prints a line for each: its id, its name, what it is fed with, how
 * many bytes its files have, and under what it is public. Exit status: 0 done, 1 refused, 2 anything else.
 *
 * Build: c++ -std=c++17 catalogue.cc $(pkg-config --cflags --libs nnreg) -o catalogue
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <nnreg.hpp>

#include <cstdint>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>

/* A description is small: NNREG_LIMIT_JSON bytes at most, and one byte more is refused all the same. */
static std::string read_file(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(file), {});

    if (!file)
        throw std::runtime_error("cannot read " + path);
    return text;
}

static void print_findings(const nnregpp::finding_range &found, const std::string &description)
{
    for (const nnreg_finding &finding : found) {
        if (finding.line > 0)
            std::cerr << description << ':' << finding.line << ':' << finding.column << ": ";
        else if (finding.file != nullptr)
            std::cerr << finding.file << ": ";
        std::cerr << nnreg_severity_text(finding.severity) << ": " << finding.message << " [" << finding.rule
                  << "]\n";
    }
}

static void add(nnregpp::registry &registry, const std::string &description, const std::string &folder)
{
    nnregpp::bundle files;

    files.add_directory(folder);
    try {
        nnregpp::created made = registry.create_network(read_file(description), files);
        nnregpp::document origin;

        print_findings(made.found.all(), description);
        origin.open_object().key("metadata").open_object().member("folder", folder).close_object();
        registry.update_network(made.id, origin.close_object().finish(), nnregpp::call(NNREG_MERGE_METADATA));
    } catch (const nnregpp::error &error) {
        print_findings(error.found(), description);
        throw;
    }
}

static void print(const nnregpp::registry &registry)
{
    nnregpp::query all;

    all.scope = NNREG_SCOPE_ALL;
    for (auto network : registry.networks(all)) {
        std::uint64_t bytes = 0;

        std::cout << network.id() << " \"" << network.name() << "\":";
        for (const nnreg_input_info &input : network.inputs())
            std::cout << ' ' << input.tensor_name << ' ' << input.target_width << 'x' << input.target_height
                      << ' ' << input.color_channels << ',';
        for (const nnreg_file_info &file : network.files())
            bytes += file.bytes;
        std::cout << ' ' << bytes << " bytes";
        if (!network.slug().empty())
            std::cout << ", public as " << network.slug();
        std::cout << '\n';
    }
}

int main(int argc, char **argv)
{
    if (argc != 2 && argc != 4) {
        std::cerr << "usage: catalogue REGISTRY [DESCRIPTION.json FOLDER]\n";
        return 2;
    }
    try {
        nnregpp::registry registry(argv[1], argc == 4 ? NNREG_OPEN_CREATE : NNREG_OPEN_READ_ONLY);

        if (argc == 4)
            add(registry, argv[2], argv[3]);
        print(registry);
        return std::cout.flush() ? 0 : 2;
    } catch (const nnregpp::error &error) {
        std::cerr << "catalogue: " << error.what() << '\n';
        return error.status() == NNREG_REFUSED ? 1 : 2;
    } catch (const std::exception &exception) {
        std::cerr << "catalogue: " << exception.what() << '\n';
        return 2;
    }
}
