/*
 * nnreg.hpp: what its head comment promises, on a registry of a small model that nnreg-mkmodel makes. A test is a function
 * in the table at the end; it throws where a promise is broken.
 */
#include <nnreg.hpp>

#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <new>
#include <poll.h>
#include <string>
#include <unistd.h>

/* ---------------------------------------------------------------------------------------- what is allocated -- */

/* Only calls of operator new, as the header would make them; what libnnreg allocates is its own. */
static unsigned long news;

void *operator new(std::size_t size)
{
    void *memory = std::malloc(size > 0 ? size : 1);

    news++;
    if (memory == nullptr)
        throw std::bad_alloc();
    return memory;
}

void operator delete(void *memory) noexcept
{
    std::free(memory);
}

void operator delete(void *memory, std::size_t) noexcept
{
    std::free(memory);
}

namespace
{

/* -------------------------------------------------------------------------------------------------- asserting -- */

struct broken {
    int line;
    const char *promise;
};

#define PROMISE(condition)                      \
    do {                                        \
        if (!(condition))                       \
            throw broken{__LINE__, #condition}; \
    } while (0)

/* The exception that `function` throws; a promise is broken if it throws none. */
template <class Function> nnregpp::error thrown_by(Function function)
{
    try {
        function();
    } catch (const nnregpp::error &error) {
        return error;
    }
    throw broken{__LINE__, "an nnregpp::error is thrown"};
}

template <class Function> nnreg_status status_of(Function function)
{
    return thrown_by(function).status();
}

/* ---------------------------------------------------------------------------------------------------- fixture -- */

std::filesystem::path work;

std::string description(const std::string &name, const std::string &size = "32x32")
{
    return R"({"name": ")" + name + R"(", "framework": "tensorflow-1.x", "preprocessing": {"inputs": [{
        "tensor_name": "input:0", "image": {"dimension_order": "NHWC", "resize_type": "SQUASH", "target_size": ")" +
           size +
           R"(", "color_channels": "RGB"}}]}, "postprocessings": [{"tensors_output": {"tensors": ["probabilities"]}}]})";
}

nnregpp::bundle model()
{
    nnregpp::bundle files;

    files.add_directory(work / "model");
    return files;
}

/* A new registry with so many networks, "n1", "n2", … */
nnregpp::registry with(unsigned count)
{
    static unsigned made;
    nnregpp::registry registry(work / ("registry" + std::to_string(++made)), NNREG_OPEN_CREATE);
    nnregpp::bundle files = model();

    for (unsigned i = 1; i <= count; i++)
        registry.create_network(description("n" + std::to_string(i)), files);
    return registry;
}

/* ------------------------------------------------------------------------------------------------------ tests -- */

template <class Handle>
constexpr bool moves_only =
    std::is_nothrow_move_constructible_v<Handle> &&std::is_nothrow_move_assignable_v<Handle> &&
    !std::is_copy_constructible_v<Handle> && !std::is_copy_assignable_v<Handle>;

void handles_move_and_do_not_copy()
{
    static_assert(moves_only<nnregpp::registry> && moves_only<nnregpp::bundle> &&
                  moves_only<nnregpp::upload> && moves_only<nnregpp::findings>);
    static_assert(moves_only<nnregpp::network> && moves_only<nnregpp::spec> && moves_only<nnregpp::version>);
    static_assert(moves_only<nnregpp::task> && moves_only<nnregpp::page<nnregpp::task_view>>);
    static_assert(moves_only<nnregpp::event_list> && moves_only<nnregpp::damage> &&
                  moves_only<nnregpp::tensor_list> && moves_only<nnregpp::text>);
    static_assert(std::is_nothrow_copy_constructible_v<nnregpp::error>);

    nnregpp::registry first = with(1);
    nnreg *pointer = first.get();
    nnregpp::registry second = std::move(first);

    PROMISE(!first && first.get() == nullptr && second.get() == pointer);
    first = std::move(second);
    PROMISE(first.get() == pointer && !second);
    nnregpp::registry &itself = first;
    first = std::move(itself);
    PROMISE(first.get() == pointer && first.get_network(1).name() == "n1");
}

void a_handle_that_was_moved_from_is_refused_and_can_be_used_again()
{
    nnregpp::registry registry = with(1), gone = std::move(registry);
    nnregpp::network network = gone.get_network(1), kept = std::move(network);
    nnregpp::bundle files = model(), taken = std::move(files);
    nnregpp::findings list, other = std::move(list);
    nnregpp::event_list events;
    nnregpp::text text;

    PROMISE(status_of([&] { registry.get_network(1); }) == NNREG_INVALID_ARGUMENT);
    PROMISE(status_of([&] { (void)registry.networks(); }) == NNREG_INVALID_ARGUMENT);
    PROMISE(status_of([&] { (void)registry.changes(); }) == NNREG_INVALID_ARGUMENT);
    PROMISE(status_of([&] { (void)network.name(); }) == NNREG_INVALID_ARGUMENT);
    PROMISE(status_of([&] { (void)network.files(); }) == NNREG_INVALID_ARGUMENT);
    PROMISE(status_of([&] { files.add_memory("a", "saved_model.pb"); }) == NNREG_INVALID_ARGUMENT);
    PROMISE(status_of([&] { gone.create_network(description("n"), files); }) == NNREG_INVALID_ARGUMENT);
    PROMISE(status_of([&] { (void)list.size(); }) == NNREG_INVALID_ARGUMENT);
    PROMISE(status_of([&] { nnregpp::check(list, "{}"); }) == NNREG_INVALID_ARGUMENT);
    PROMISE(status_of([&] { (void)events.size(); }) == NNREG_INVALID_ARGUMENT);
    PROMISE(status_of([&] { (void)text.view(); }) == NNREG_INVALID_ARGUMENT);
    PROMISE(std::string(thrown_by([&] { (void)network.id(); }).what()).find("moved from") !=
            std::string::npos);
    network = gone.get_network(1);
    PROMISE(network.id() == kept.id());
}

void an_upload_is_a_file_of_a_network()
{
    nnregpp::registry registry = with(0);
    nnregpp::bundle files = model();
    nnregpp::upload file = registry.new_upload(), archive = registry.new_upload();

    file.write("a");
    file.write(std::string(100000, 'b'));
    file.write({});
    PROMISE(file.size() == 100001);
    files.add_upload(file, "assets.extra/uploaded.bin");
    PROMISE(status_of([&] { file.write("c"); }) == NNREG_CONFLICT);
    PROMISE(std::string(thrown_by([&] { file.write("c"); }).what()).find("complete") != std::string::npos);
    const std::string digest(file.digest().view());
    file = nnregpp::upload();
    PROMISE(status_of([&] { file.write("c"); }) == NNREG_INVALID_ARGUMENT);
    PROMISE(status_of([&] { files.add_upload(file, "assets.extra/b.bin"); }) == NNREG_INVALID_ARGUMENT);
    bool kept = false;
    nnregpp::network network =
        registry.get_network(registry.create_network(description("uploaded"), files).id);
    for (const auto &stored : network.files())
        kept = kept || (stored.sha256 == digest && stored.bytes == 100001);
    PROMISE(kept);
    archive.write("no archive");
    files.add_zip_upload(archive, "model.zip");
    PROMISE(status_of([&] { registry.create_network(description("n"), files); }) == NNREG_REFUSED);
}

void a_create_gives_the_id_and_what_was_found()
{
    nnregpp::registry registry = with(0);
    nnregpp::bundle files = model();
    nnregpp::created made =
        registry.create_network(description("fruit"), files, nnregpp::call().actor("ann"));
    nnregpp::network network = registry.get_network(made.id);

    PROMISE(made.id == 1 && made.found.worst() < NNREG_SEVERITY_ERROR && made.found.weights_checked());
    PROMISE(network.name() == "fruit" && network.framework() == "tensorflow-1.x" && network.slug().empty());
    PROMISE(network.inputs().size() == 1 && std::string_view(network.inputs()[0].color_channels) == "RGB");
    PROMISE(network.results().size() == 1 && network.results()[0].tensor_count == 1);
    std::uint64_t bytes = 0;
    for (const auto &file : network.files())
        bytes += file.bytes;
    PROMISE(bytes > 0 && network.files().size() == 3);
    PROMISE(network.json().view().find("\"fruit\"") != std::string_view::npos);
    PROMISE(std::string_view(registry.events_since(0)[0].actor) == "ann");
}

void what_is_said_of_a_network_beside_its_name_is_read()
{
    nnregpp::registry registry = with(0);
    nnregpp::bundle files = model();
    std::string json = description("said"), plain = description("unsaid");

    json.insert(1,
                R"("license": "Apache-2.0", "source": "https://example.org/m", "authors": ["ann", "bob"], )");
    nnregpp::network said = registry.get_network(registry.create_network(json, files).id);
    nnregpp::network unsaid = registry.get_network(registry.create_network(plain, files).id);

    PROMISE(std::string_view(said.license()) == "Apache-2.0");
    PROMISE(std::string_view(said.source()) == "https://example.org/m");
    PROMISE(said.authors().size() == 2 && std::string_view(said.authors()[1]) == "bob");
    PROMISE(unsaid.license() == nullptr && unsaid.source() == nullptr && unsaid.authors().empty());
    PROMISE(said.digest().view().size() == 64 && said.digest().view() == unsaid.digest().view());
}

void where_a_page_ends_the_changes_go_on()
{
    nnregpp::registry registry = with(2);
    auto page = registry.page_of<nnregpp::network_view>();

    PROMISE(page.event() == registry.last_event() && page.event() == 4);
    registry.set_mutable_description(true);
    PROMISE(registry.settings().mutable_description != 0 && registry.last_event() == 5);
    for (const auto &event : registry.changes(page.event()))
        PROMISE(std::string_view(event.object) == "registry");
    PROMISE(registry.statistics_json().view().find("\"networks\": 2") != std::string_view::npos);
    PROMISE(registry.upgrade() == registry.settings().format_version);
}

void an_export_goes_through_descriptors()
{
    nnregpp::registry registry = with(1), other = with(0);
    nnreg_selection selection = NNREG_SELECTION_INIT;
    nnreg_transfer transfer = NNREG_TRANSFER_INIT;
    nnregpp::findings list;
    std::filesystem::path path = work / "by-descriptor.zip";
    int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    selection.all = 1;
    registry.export_to(fd, selection);
    PROMISE(nnregpp::export_is_whole(list, path, &transfer) && transfer.networks == 1);
    other.import_from(fd);
    close(fd);
    PROMISE(other.get_network(1).name() == "n1");
    PROMISE(!nnregpp::export_is_whole(list, work / "model" / "saved_model.pb") && !list.empty());
    PROMISE(!nnregpp::check_object(list, "spec", "{}") && !list.empty());
    PROMISE(status_of([&] { nnregpp::check_object(list, "nothing", "{}"); }) == NNREG_NOT_FOUND);
}

void a_refusal_carries_its_findings()
{
    nnregpp::registry registry = with(0);
    nnregpp::bundle files = model();
    nnregpp::error error = thrown_by([&] { registry.create_network(description("bad", "32*32"), files); });

    registry = nnregpp::registry();
    files = nnregpp::bundle();
    nnregpp::error copy = error;
    PROMISE(copy.status() == NNREG_REFUSED && *copy.what() != '\0' && copy.found().size() == 1);
    for (const auto &finding : copy.found()) {
        PROMISE(std::string_view(finding.rule) == "target-size" && finding.line == 2);
        PROMISE(std::string_view(finding.pointer) == "/preprocessing/inputs/0/image/target_size");
    }
    PROMISE(&copy.found()[0] == &error.found()[0]);
}

void severities_go_in_with_the_list_and_come_back()
{
    const nnreg_rule_severity stray = NNREG_RULE_SEVERITY("bundle.unknown-file", NNREG_SEVERITY_ERROR);
    nnregpp::registry registry = with(0);
    nnregpp::bundle files;

    std::filesystem::copy(work / "model", work / "strayed", std::filesystem::copy_options::recursive);
    std::ofstream(work / "strayed" / "notes.txt") << "of another program\n";
    files.add_directory(work / "strayed");
    PROMISE(registry.create_network(description("n"), files).found.worst() == NNREG_SEVERITY_WARNING);
    nnregpp::error error = thrown_by([&] {
        registry.create_network(description("n"), files, nnregpp::call(), nnregpp::findings(&stray, 1));
    });
    PROMISE(error.found().size() == 1 && std::string_view(error.found()[0].rule) == stray.rule);
    const nnreg_rule_severity unknown = NNREG_RULE_SEVERITY("no-such-rule", NNREG_SEVERITY_ERROR);
    files.exclude("notes.txt");
    PROMISE(registry.create_network(description("n"), files).found.empty());
    PROMISE(status_of([&] { nnregpp::findings list(&unknown, 1); }) == NNREG_NOT_FOUND);
}

void other_failures_carry_a_message_and_no_findings()
{
    nnregpp::registry registry = with(1);
    nnregpp::error error = thrown_by([] { nnregpp::registry nothing(work / "nowhere"); });

    PROMISE(error.status() == NNREG_NOT_FOUND && error.found().empty());
    PROMISE(std::string(error.what()).find("nowhere") != std::string::npos);
    error = thrown_by([&] { registry.get_network(7); });
    PROMISE(error.status() == NNREG_NOT_FOUND && std::string(error.what()).find("7") != std::string::npos);
    PROMISE(status_of([&] { registry.get_network("no-slug"); }) == NNREG_NOT_FOUND);
    PROMISE(status_of([&] { registry.open_file(1, "nothing.pb"); }) == NNREG_NOT_FOUND);
    error = thrown_by([] { nnregpp::bundle().add_directory(work / "nowhere"); });
    PROMISE(error.status() == NNREG_NOT_FOUND &&
            std::string(error.what()).find("nowhere") != std::string::npos);
    PROMISE(status_of([] { nnregpp::schema("nonsense"); }) == NNREG_NOT_FOUND);
}

void an_update_is_refused_or_done()
{
    nnregpp::registry registry = with(1);
    nnregpp::error error = thrown_by([&] { registry.update_network(1, R"({"framework": "other"})"); });

    PROMISE(error.status() == NNREG_REFUSED && std::string_view(error.found()[0].rule) == "immutable");
    PROMISE(registry.update_network(1, R"({"name": "other"})").empty());
    PROMISE(registry.get_network(1).name() == "other");
    PROMISE(status_of([&] {
                registry.update_network(1, R"({"name": "third"})",
                                        nnregpp::call().if_update_date("2018-02-16T13:45:36.078955Z"));
            }) == NNREG_CONFLICT);
    registry.publish(1, std::string("fruit-v1"));
    PROMISE(registry.get_network("fruit-v1").id() == 1);
    PROMISE(status_of([&] { registry.delete_network(1); }) == NNREG_CONFLICT);
    registry.publish(1, "fruit-v1", nnregpp::call(NNREG_MOVE_SLUG));
    registry.unpublish(1);
    registry.publish(1, "fruit-v2");
    PROMISE(status_of([&] { registry.delete_network("fruit-v2"); }) == NNREG_CONFLICT);
    PROMISE(status_of([&] { registry.delete_network("fruit-v3"); }) == NNREG_NOT_FOUND);
    PROMISE(
        registry.update_network("fruit-v2", R"({"name": "fourth"})", nnregpp::call(NNREG_UNPUBLISH)).empty());
    PROMISE(registry.get_network(1).name() == "fourth");
    PROMISE(registry.get_network(1).slug() == "");
    PROMISE(registry.delete_network(1, nnregpp::call(NNREG_DRY_RUN)).networks == 1);
    PROMISE(registry.delete_network(1).files == 3);
}

void a_query_is_made_of_texts()
{
    nnregpp::parameters asked;
    const char *wanted = nullptr;

    asked.set("limit", "7");
    asked.set("where", "a=b");
    PROMISE((*asked).limit == 7 && (*asked).where_count == 1);
    PROMISE(status_of([&] { asked.set("limit", "8"); }) == NNREG_EXISTS);
    PROMISE(status_of([&] { asked.set("offset", "-1", &wanted); }) == NNREG_INVALID_ARGUMENT);
    PROMISE(wanted == std::string_view("a number from 0"));
}

void a_list_is_gone_through_page_by_page()
{
    nnregpp::registry registry = with(5);

    for (std::uint32_t limit = 1; limit <= 6; limit++) {
        nnregpp::query asked;
        std::uint64_t last = 0;

        asked.limit = limit;
        for (auto network : registry.networks(asked)) {
            PROMISE(network.id() == last + 1);
            last = network.id();
        }
        PROMISE(last == 5);
    }
    nnregpp::query back;
    back.descending = 1;
    back.offset = 1;
    back.limit = 2;
    std::string names;
    for (auto network : registry.networks(back))
        names += std::string(network.name()) + " ";
    PROMISE(names == "n4 n3 n2 n1 ");
    const std::uint64_t named[] = {1, 12345};
    nnregpp::query of_ids;
    of_ids.ids = named;
    of_ids.id_count = 2;
    PROMISE(registry.page_of<nnregpp::task_view>(of_ids).size() == 1);
    auto twice = registry.tasks();
    for (int turn = 0; turn < 2; turn++)
        PROMISE(std::distance(twice.begin(), twice.end()) == 5);
    for (auto spec : registry.specs())
        PROMISE(spec.id() == 0);
}

void a_list_may_be_deleted_while_it_is_gone_through()
{
    nnregpp::registry registry = with(5);
    nnregpp::query asked;
    unsigned seen = 0;

    asked.limit = 2;
    for (auto network : registry.networks(asked)) {
        registry.delete_network(network.id());
        seen++;
    }
    PROMISE(seen == 5 && registry.page_of<nnregpp::network_view>().total() == 0);
}

void a_query_that_is_none_is_thrown_by_begin()
{
    nnregpp::registry registry = with(1);
    nnregpp::query asked;

    asked.limit = NNREG_LIMIT_PAGE + 1;
    auto all = registry.networks(asked);
    PROMISE(status_of([&] { all.begin(); }) == NNREG_INVALID_ARGUMENT);
    asked.limit = 1;
    asked.cursor = "nonsense";
    auto from = registry.networks(asked);
    nnregpp::error error = thrown_by([&] { from.begin(); });
    PROMISE(error.status() == NNREG_INVALID_ARGUMENT);
    PROMISE(std::string(error.what()).find("cursor") != std::string::npos);
    PROMISE(status_of([&] { registry.page_of<nnregpp::network_view>(asked); }) == NNREG_INVALID_ARGUMENT);
}

void a_page_tells_its_place()
{
    nnregpp::registry registry = with(3);
    nnregpp::query asked;

    asked.limit = 2;
    auto page = registry.page_of<nnregpp::network_view>(asked);
    PROMISE(page.size() == 2 && page.total() == 3 && page.next() != nullptr && page.previous() == nullptr);
    PROMISE(page[1].name() == "n2" && page.json().view().find("\"count\"") != std::string_view::npos);
    std::string cursor = page.next();
    asked.cursor = cursor.c_str();
    page = registry.page_of<nnregpp::network_view>(asked);
    PROMISE(page.size() == 1 && (*page.begin()).id() == 3 && page.next() == nullptr);
    registry = nnregpp::registry();
    PROMISE(page[0].name() == "n3");
}

void options_are_taken_as_they_are_and_a_failure_is_told()
{
    nnreg_options options = NNREG_OPTIONS_INIT;

    options.flags = NNREG_OPEN_CREATE;
    options.max_readers = 7;
    nnregpp::registry registry((work / "options").string(), options);
    PROMISE(registry.statistics().reader_slots == 7);
    options.flags = NNREG_OPEN_NONE;
    PROMISE(status_of([&] { nnregpp::registry((work / "nonesuch").string(), options); }) == NNREG_NOT_FOUND);
}

void what_there_is_is_counted_and_looked_for()
{
    nnregpp::registry registry = with(3);
    nnregpp::query asked;

    asked.name = "n2";
    PROMISE(registry.count_of<nnregpp::network_view>() == 3);
    PROMISE(registry.count_of<nnregpp::network_view>(asked) == 1);
    PROMISE(registry.count_of<nnregpp::task_view>() == 3 && registry.count_of<nnregpp::spec_view>() == 0);
    PROMISE(registry.has<nnregpp::network_view>(3) && !registry.has<nnregpp::network_view>(4));
    PROMISE(registry.has<nnregpp::task_view>(1) && !registry.has<nnregpp::version_view>(1));
    registry.publish(1, "open");
    PROMISE(registry.has_public("open") && !registry.has_public("n1"));
    asked.framework = "none";
    PROMISE(status_of([&] { (void)registry.count_of<nnregpp::network_view>(asked); }) ==
            NNREG_INVALID_ARGUMENT);
}

void a_document_is_json_whatever_is_put_in()
{
    nnregpp::document document;
    std::string name = "say \"a\"";
    const char *none = nullptr;

    nnregpp::text json = document.open_object()
                             .member("name", name)
                             .member("literal", "a")
                             .member("view", std::string_view("abc", 2))
                             .member("id", std::uint64_t(18446744073709551615u))
                             .member("count", -3)
                             .member("share", 0.5)
                             .member("on", true)
                             .member("none", nullptr)
                             .key("list")
                             .open_array()
                             .value(1u)
                             .close_array()
                             .key("metadata")
                             .raw("{\"a\":1}")
                             .close_object()
                             .finish();
    PROMISE(json.view() ==
            R"({"name": "say \"a\"", "literal": "a", "view": "ab", "id": 18446744073709551615, "count": -3, )"
            R"("share": 0.5, "on": true, "none": null, "list": [1], "metadata": {"a":1}})");
    nnregpp::error error = thrown_by([&] { document.open_object().value(none).finish(); });
    PROMISE(error.status() == NNREG_INVALID_ARGUMENT);
    PROMISE(std::string_view(error.what()).find("call 2, nnreg_document_text: ") == 0);
    PROMISE(document.value(nullptr).finish().view() == "null");
    PROMISE(nnregpp::document().value(std::string_view()).finish().view() == "\"\"");
    nnregpp::document moved = std::move(document);
    PROMISE(status_of([&] { document.value(1); }) == NNREG_INVALID_ARGUMENT);
    nnregpp::registry registry = with(1);
    registry.update_network(1, moved.open_object().member("name", name).close_object().finish());
    PROMISE(registry.get_network(1).name() == name);
}

void a_form_is_a_description()
{
    nnregpp::form form("network");
    std::string name = "2.0";

    PROMISE(form.has("preprocessing") && !form.has("inputs"));
    form.add("name", name).add("metadata.a", "2.0").add("metadata.b", "[1]", true).add("description", {});
    PROMISE(form.json().view() == R"({"name": "2.0", "metadata": {"a": 2.0, "b": [1]}, "description": ""})");
    nnregpp::error error = thrown_by([&] { form.add("name", "x"); });
    PROMISE(error.status() == NNREG_INVALID_ARGUMENT);
    PROMISE(std::string_view(error.what()) == "the field \"name\" is there twice");
    PROMISE(status_of([&] { (void)form.json(); }) == NNREG_INVALID_ARGUMENT);
    PROMISE(status_of([&] { nnregpp::form other("page"); }) == NNREG_NOT_FOUND);
}

void what_serves_a_spec_is_of_one_moment()
{
    nnregpp::registry registry = with(1);
    nnregpp::document json;

    json.open_object().member("name", "s").key("outputs").open_array().open_object();
    json.key("labels").open_object().key("labels").open_array();
    for (int id = 1; id <= 2; id++)
        json.open_object().member("name", id == 1 ? "a" : "b").member("id", id).close_object();
    json.close_array().member("exclusive", true).member("roi", "NONE").close_object();
    json.close_object().close_array().close_object();
    std::uint64_t spec = registry.create_spec(json.finish()).id;
    nnregpp::current_version none = registry.get_current(spec);
    PROMISE(none.spec.id() == spec && !none.version && !none.network);
    json.open_object().member("spec_id", spec).member("network_id", 1).key("post_processings").open_array();
    json.open_object().key("classification").open_object().member("output_tensor", "probabilities");
    json.close_object().close_object().close_array().close_object();
    std::uint64_t version = registry.create_version(json.finish()).id;
    nnregpp::current_version current = registry.get_current(spec);
    PROMISE(current.version.id() == version && current.network.name() == "n1");
    PROMISE(status_of([&] { (void)registry.get_current(7); }) == NNREG_NOT_FOUND);
}

void a_list_goes_on_behind_an_object_that_is_known()
{
    nnregpp::registry registry = with(4);
    nnregpp::query asked;
    nnregpp::place at(2);

    nnregpp::text cursor = registry.cursor_of<nnregpp::network_view>(at);
    asked.cursor = cursor.c_str();
    PROMISE((*registry.networks(asked).begin()).id() == 3);
    asked = nnregpp::query();
    asked.order = NNREG_ORDER_NAME;
    at.name = "n3";
    at.before = 1;
    cursor = registry.cursor_of<nnregpp::network_view>(at, asked);
    asked.cursor = cursor.c_str();
    PROMISE(registry.page_of<nnregpp::network_view>(asked).size() == 2);
    PROMISE(status_of([&] { (void)registry.cursor_of<nnregpp::spec_view>(nnregpp::place(0)); }) ==
            NNREG_INVALID_ARGUMENT);
}

void who_waits_is_woken_and_who_polls_is_told()
{
    nnregpp::registry registry = with(1);
    int fd = registry.events_fd();
    struct pollfd polled = {fd, POLLIN, 0};
    std::uint64_t number;

    PROMISE(poll(&polled, 1, 60000) == 1 && read(fd, &number, sizeof number) == sizeof number);
    registry.publish(1, "open");
    PROMISE(poll(&polled, 1, 60000) == 1);
    std::uint64_t last = registry.statistics().last_event;
    registry.wake();
    PROMISE(registry.events_since(last, 1, 600000).empty());
    registry.wake_clear();
    nnregpp::call how;
    auto stopping = [](std::string_view, std::uint64_t, std::uint64_t) { return true; };
    PROMISE(status_of([&] { registry.events_since(last, 1, 600000, how.progress(stopping)); }) ==
            NNREG_CANCELLED);
}

void the_history_is_gone_through_in_order()
{
    nnregpp::registry registry = with(3);
    std::uint64_t last = 0, networks = 0;

    for (const auto &event : registry.changes()) {
        PROMISE(event.sequence == last + 1);
        last = event.sequence;
        networks += std::string_view(event.object) == "network";
    }
    PROMISE(networks == 3 && registry.verify_events() == last && registry.statistics().last_event == last);
    for (const auto &event : registry.changes(last))
        PROMISE(event.sequence == 0);
    registry.delete_network(2);
    auto news_of = registry.changes(last);
    PROMISE(news_of.begin()->sequence == last + 1);
    auto list = registry.events_since(0, 2);
    PROMISE(list.size() == 2 && list[1].sequence == 2);
    PROMISE(list.json(0).view().find("\"sequence\"") != std::string_view::npos);
    PROMISE(status_of([&] { list.json(2); }) == NNREG_NOT_FOUND);
}

void what_a_progress_function_throws_comes_out()
{
    nnregpp::registry registry = with(1);
    auto throwing = [](std::string_view, std::uint64_t, std::uint64_t) -> bool { throw 42; };
    auto stopping = [](std::string_view stage, std::uint64_t, std::uint64_t) { return stage == "waiting"; };
    std::uint64_t last = registry.statistics().last_event;
    nnregpp::call how;

    try {
        registry.events_since(last, 1, 60000, how.progress(throwing));
        PROMISE(!"nothing was thrown");
    } catch (int thrown) {
        PROMISE(thrown == 42);
    }
    PROMISE(status_of([&] { registry.events_since(last, 1, 60000, how.progress(stopping)); }) ==
            NNREG_CANCELLED);
    auto waiting = registry.changes(last, 60000, &how);
    PROMISE(status_of([&] { waiting.begin(); }) == NNREG_CANCELLED);
}

void what_is_found_without_a_registry_is_no_exception()
{
    nnregpp::findings list;
    nnregpp::bundle files = model();

    PROMISE(nnregpp::check(list, description("n"), &files) && list.worst() < NNREG_SEVERITY_ERROR);
    PROMISE(!nnregpp::check(list, "") && list.size() == 1 && list.worst() == NNREG_SEVERITY_ERROR);
    PROMISE(!nnregpp::check(list, std::string_view()));
    PROMISE(list.json().view().front() == '[');
    PROMISE(nnregpp::inspect(list, files).view().front() == '{');
    nnregpp::drafted draft = nnregpp::draft(files);
    PROMISE(nnregpp::check(list, draft.json, &files));
    nnregpp::error error = thrown_by([] { nnregpp::draft(nnregpp::bundle()); });
    PROMISE(error.status() == NNREG_REFUSED && !error.found().empty());
    PROMISE(nnregpp::schema().view().front() == '{');
    PROMISE(nnregpp::schema("task-page").view().find("\"results\"") != std::string_view::npos);
}

void recognition_and_tasks_read_as_they_were_written()
{
    nnregpp::registry registry = with(1);
    auto spec = registry.create_spec(R"({"name": "fruit", "outputs": [{"labels": {"labels": [
        {"id": 1, "name": "apple"}, {"id": 2, "name": "pear"}], "exclusive": true, "roi": "NONE"}}]})");
    auto version = registry.create_version(R"({"spec_id": 1, "network_id": 1, "post_processings": [
        {"classification": {"output_tensor": "probabilities", "thresholds": [0.5, 0.5]}}]})");

    PROMISE(registry.get_spec(spec.id).current_version_id() == version.id);
    PROMISE(registry.get_spec(spec.id).outputs()[0].label_count == 2);
    registry.publish_spec(spec.id, "fruit-v1");
    PROMISE(registry.get_spec("fruit-v1").slug() == "fruit-v1" && registry.has_public_spec("fruit-v1"));
    PROMISE(!registry.has_public("fruit-v1"));
    PROMISE(status_of([&] { registry.delete_spec(spec.id); }) == NNREG_CONFLICT);
    registry.unpublish_spec(spec.id);
    PROMISE(!registry.has_public_spec("fruit-v1") && registry.get_spec(spec.id).slug().empty());
    nnregpp::spec kept = registry.get_spec(spec.id);
    PROMISE(kept.label(0, 1).first == 2 && kept.label(0, 1).second == "pear");
    PROMISE(status_of([&] { (void)kept.label(0, 2); }) == NNREG_NOT_FOUND);
    PROMISE(registry.get_version(version.id).postprocessings()[0].kind == NNREG_CLASSIFICATION);
    PROMISE(status_of([&] { registry.create_version("{}"); }) == NNREG_REFUSED);
    std::uint64_t task = registry.get_network(1).task_id();
    registry.update_task(task, R"({"status": "error", "error": "no room"})");
    PROMISE(registry.get_task(task).error_text() == "no room");
    PROMISE(registry.delete_spec(spec.id).versions == 1);
}

void upkeep_is_one_call_each()
{
    nnregpp::registry registry = with(2);
    nnregpp::findings list;
    nnreg_selection all = NNREG_SELECTION_INIT;
    nnreg_transfer transfer = NNREG_TRANSFER_INIT;

    PROMISE(registry.fsck(list) && list.empty() && registry.damaged().empty());
    nnregpp::tensor_list tensors = registry.tensors(1);
    PROMISE(!tensors.empty() && tensors.find(tensors[0].name).name == std::string_view(tensors[0].name));
    PROMISE(status_of([&] { (void)tensors.find("no/such"); }) == NNREG_NOT_FOUND);
    PROMISE(status_of([&] { registry.tensors(99); }) == NNREG_NOT_FOUND);
    registry.gc();
    registry.compact();
    registry.backup(work / "backup");
    all.all = 1;
    registry.export_to(work / "export.zip", all, &transfer);
    PROMISE(transfer.networks == 2);
    PROMISE(status_of([&] { registry.export_to(work / "export.zip", all); }) == NNREG_EXISTS);
    nnregpp::registry other = with(0);
    other.import_from(work / "export.zip", &transfer);
    PROMISE(transfer.made_networks == 2);
    PROMISE(status_of([&] { other.done(nnreg_get_settings(other.get(), nullptr)); }) ==
            NNREG_INVALID_ARGUMENT);
    nnregpp::opened_file file = other.open_verified(1, "saved_model.pb");
    PROMISE(file.size > 0 && close(file.fd) == 0);
    other.checkout(1, work / "served");
    PROMISE(std::filesystem::exists(work / "served" / "saved_model.pb"));
}

void reading_allocates_nothing_of_its_own()
{
    nnregpp::registry registry = with(3);
    nnregpp::query asked;
    std::size_t length = 0;
    unsigned long before = news;

    asked.limit = 1;
    for (auto network : registry.networks(asked))
        length += network.name().size() + network.json().view().size() + network.files().size();
    for (const auto &event : registry.changes())
        length += std::string_view(event.changes).size();
    nnregpp::network network = registry.get_network(1), moved = std::move(network);
    nnregpp::findings list;
    (void)nnregpp::check(list, "{\"Name\": \"a\"}");
    for (std::size_t i = 0; i < list.size(); i++)
        length += list.fix(i) != nullptr ? list.fix(i)->length : 0;
    PROMISE(list.apply("{\"Name\": \"a\"}").view() == "{\"name\": \"a\"}");
    PROMISE(news == before && length > 0);
}

void a_time_is_a_text_and_back()
{
    PROMISE(nnregpp::time_text(1518788736078955) == "2018-02-16T13:45:36.078955Z");
    PROMISE(nnregpp::time_of("2018-02-16T13:45:36.078955Z") == 1518788736078955);
    PROMISE(status_of([] { nnregpp::time_of("yesterday"); }) == NNREG_INVALID_ARGUMENT);
}

/* ------------------------------------------------------------------------------------------------------- main -- */

struct test {
    const char *name;
    void (*run)();
};

#define TEST(name)  \
    {               \
#name, name \
    }
const test tests[] = {
    TEST(handles_move_and_do_not_copy),
    TEST(a_handle_that_was_moved_from_is_refused_and_can_be_used_again),
    TEST(an_upload_is_a_file_of_a_network),
    TEST(a_create_gives_the_id_and_what_was_found),
    TEST(a_refusal_carries_its_findings),
    TEST(what_is_said_of_a_network_beside_its_name_is_read),
    TEST(where_a_page_ends_the_changes_go_on),
    TEST(an_export_goes_through_descriptors),
    TEST(severities_go_in_with_the_list_and_come_back),
    TEST(other_failures_carry_a_message_and_no_findings),
    TEST(an_update_is_refused_or_done),
    TEST(a_query_is_made_of_texts),
    TEST(a_list_is_gone_through_page_by_page),
    TEST(a_list_may_be_deleted_while_it_is_gone_through),
    TEST(a_query_that_is_none_is_thrown_by_begin),
    TEST(a_page_tells_its_place),
    TEST(options_are_taken_as_they_are_and_a_failure_is_told),
    TEST(what_there_is_is_counted_and_looked_for),
    TEST(a_document_is_json_whatever_is_put_in),
    TEST(a_form_is_a_description),
    TEST(what_serves_a_spec_is_of_one_moment),
    TEST(a_list_goes_on_behind_an_object_that_is_known),
    TEST(who_waits_is_woken_and_who_polls_is_told),
    TEST(the_history_is_gone_through_in_order),
    TEST(what_a_progress_function_throws_comes_out),
    TEST(what_is_found_without_a_registry_is_no_exception),
    TEST(recognition_and_tasks_read_as_they_were_written),
    TEST(upkeep_is_one_call_each),
    TEST(a_time_is_a_text_and_back),
    TEST(reading_allocates_nothing_of_its_own),
};

bool passes(const test &test)
{
    try {
        test.run();
        return true;
    } catch (const broken &broken) {
        std::printf("%s: line %d: not so: %s\n", test.name, broken.line, broken.promise);
    } catch (const std::exception &exception) {
        std::printf("%s: threw: %s\n", test.name, exception.what());
    }
    return false;
}

/* Makes the model in a new folder. */
bool prepare()
{
    const char *mkmodel = std::getenv("NNREG_MKMODEL");
    std::string folder = (std::filesystem::temp_directory_path() / "nnreg-cpp-XXXXXX").string();

    if (mkmodel == nullptr || mkdtemp(folder.data()) == nullptr)
        return false;
    work = folder;
    return std::system(("'" + std::string(mkmodel) + "' --kind classifier --labels 2 --size 32x32 '" +
                        folder + "/model' >/dev/null")
                           .c_str()) == 0;
}

} // namespace

int main()
{
    unsigned count = 0, failures = 0;

    if (!prepare()) {
        std::puts("no model: NNREG_MKMODEL names the program nnreg-mkmodel of the build");
        return 99;
    }
    for (const test &test : tests) {
        count++;
        failures += !passes(test);
    }
    std::filesystem::remove_all(work);
    /* As Check says it, for tests/meta/summary.sh. */
    std::printf("%u%%: Checks: %u, Failures: %u, Errors: 0\n", 100 * (count - failures) / count, count,
                failures);
    return failures == 0 ? 0 : 1;
}
