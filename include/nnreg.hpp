/*
 * nnreg.hpp: nnreg.h for C++17. Header-only, and thin: each function is one call of nnreg.h, whose comments tell what it
 * does, its limits and its errors.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The namespace is `nnregpp`, as `nnreg` is the name of a type of nnreg.h.
 *
 *   handles      registry, bundle, upload, document, form, findings, network, spec, version, task, page, event_list, damage and text own what they
 *                hold, can be moved and not copied, and free it themselves. get() is the pointer for calls of nnreg.h. One that
 *                was moved from, or is empty, may be destroyed and assigned to; any other use of it throws
 *                NNREG_INVALID_ARGUMENT. Closing order and threads are those of nnreg.h.
 *   views        network_view and its like, finding_range, and each std::string_view and `const …_info` that is given out are
 *                borrowed from the handle they come from, and good for as long as it is. A string_view that comes from this
 *                header has a NUL behind it.
 *   failures     are thrown as nnregpp::error, with status(), what(), and of a refusal the findings. NNREG_NO_MEMORY is
 *                std::bad_alloc. After any of them the registry is as it was. `check` and `inspect` do not throw because
 *                of what they find: that is their result.
 *   memory       This header allocates nothing, but for what an exception holds when it is thrown. What nnreg.h hands over
 *                as a text stays that text (class text); paths and names are taken as they are: a literal, a std::string,
 *                a std::filesystem::path.
 *   ranges       for (auto network : registry.networks()) walks over all of a list by cursor, a page in memory at a time;
 *                for (const auto &event : registry.changes(since)) over the history. An element is good until the next
 *                one is taken. Both are ranges to go through once; begin() goes to the beginning again.
 *   callbacks    An exception that a progress function throws stops the call, and comes out of it.
 *
 *   nnregpp::registry registry("/srv/models", NNREG_OPEN_CREATE);
 *   nnregpp::bundle files;
 *   files.add_directory("export/1");
 *   try {
 *       auto made = registry.create_network(json, files);
 *       …registered as made.id; made.found may hold warnings
 *   } catch (const nnregpp::error &error) {
 *       for (const auto &finding : error.found()) …finding.message
 *   }
 *
 * A complete program is doc/examples/catalogue.cc. Since 0.1.
 */
#ifndef NNREG_HPP
#define NNREG_HPP

#include "nnreg.h"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <iterator>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace nnregpp
{

/* ---------------------------------------------------------------------------------------- ranges by index -- */

/* `size` items that `At` gives of an owner, each when it is asked for. Borrowed from the owner. */
template <class Owner, class Item, Item (*At)(const Owner *, std::size_t)> class sequence
{
  public:
    class iterator
    {
      public:
        using iterator_category = std::input_iterator_tag;
        using value_type = std::remove_cv_t<std::remove_reference_t<Item>>;
        using difference_type = std::ptrdiff_t;
        using pointer = const value_type *;
        using reference = Item;

        iterator() noexcept = default;
        iterator(const Owner *owner, std::size_t i) noexcept : owner_(owner), i_(i) {}
        Item operator*() const { return At(owner_, i_); }
        iterator &operator++() noexcept
        {
            ++i_;
            return *this;
        }
        iterator operator++(int) noexcept { return iterator(owner_, i_++); }
        bool operator==(const iterator &other) const noexcept { return i_ == other.i_; }
        bool operator!=(const iterator &other) const noexcept { return i_ != other.i_; }

      private:
        const Owner *owner_ = nullptr;
        std::size_t i_ = 0;
    };

    sequence(const Owner *owner, std::size_t size) noexcept : owner_(owner), size_(size) {}
    std::size_t size() const noexcept { return size_; }
    bool empty() const noexcept { return size_ == 0; }
    /* `i` is less than size(). */
    Item operator[](std::size_t i) const { return At(owner_, i); }
    iterator begin() const noexcept { return iterator(owner_, 0); }
    iterator end() const noexcept { return iterator(owner_, size_); }

  private:
    const Owner *owner_;
    std::size_t size_;
};

inline const nnreg_finding &finding_at(const nnreg_findings *list, std::size_t i)
{
    return *nnreg_findings_get(list, i);
}

using finding_range = sequence<nnreg_findings, const nnreg_finding &, finding_at>;

/* ------------------------------------------------------------------------------------------------ failures -- */

/* Why a call failed. Copies share the findings. */
class error : public std::runtime_error
{
  public:
    error(nnreg_status status, const char *message, std::shared_ptr<const nnreg_findings> found = nullptr)
        : std::runtime_error(*message != '\0' ? message : nnreg_status_text(status)), status_(status),
          found_(std::move(found))
    {
    }
    nnreg_status status() const noexcept { return status_; }
    /* What is wrong with the caller's data; empty unless the call was one that judges. Borrowed from the exception. */
    finding_range found() const noexcept
    {
        return finding_range(found_.get(), found_ ? nnreg_findings_count(found_.get()) : 0);
    }

  private:
    nnreg_status status_;
    std::shared_ptr<const nnreg_findings> found_;
};

/* Throws what a status is, unless it is NNREG_OK. */
inline void expect(nnreg_status status, const char *message = "")
{
    if (status == NNREG_NO_MEMORY)
        throw std::bad_alloc();
    if (status != NNREG_OK)
        throw error(status, message);
}

/* --------------------------------------------------------------------------------------- handles and texts -- */

/* Owns what `Free` frees. */
template <class T, void (*Free)(T *)> class handle
{
  public:
    handle() noexcept = default;
    explicit handle(T *owned) noexcept : owned_(owned) {}
    handle(handle &&other) noexcept : owned_(other.release()) {}
    handle &operator=(handle &&other) noexcept
    {
        if (this != &other)
            reset(other.release());
        return *this;
    }
    handle(const handle &) = delete;
    handle &operator=(const handle &) = delete;
    ~handle() { reset(); }

    /* Not when it was moved from, or has never held anything. */
    explicit operator bool() const noexcept { return owned_ != nullptr; }
    T *get() const noexcept { return owned_; }
    /* Gives the ownership away. */
    T *release() noexcept { return std::exchange(owned_, nullptr); }
    void reset(T *owned = nullptr) noexcept
    {
        T *before = std::exchange(owned_, owned);

        if (before != nullptr)
            Free(before);
    }
    void swap(handle &other) noexcept { std::swap(owned_, other.owned_); }

  protected:
    /* The pointer of a handle that is in use. */
    T *need() const
    {
        if (owned_ == nullptr)
            throw error(NNREG_INVALID_ARGUMENT, "a handle is used that is empty or was moved from");
        return owned_;
    }

  private:
    T *owned_ = nullptr;
};

inline void free_text(char *text)
{
    nnreg_free(text);
}

/* A text that the library handed over: JSON, mostly. */
class text : public handle<char, free_text>
{
  public:
    using handle::handle;
    const char *c_str() const { return need(); }
    std::string_view view() const { return need(); }
    operator std::string_view() const { return need(); }
};

/* A path, a name or the like, as it is passed on: whatever is, or has as c_str(), a text with a NUL at its end. */
class zstring
{
  public:
    zstring(const char *text) noexcept : text_(text) {}
    template <class Text, class = std::enable_if_t<std::is_convertible_v<
                              decltype(std::declval<const Text &>().c_str()), const char *>>>
    zstring(const Text &text) : text_(text.c_str())
    {
    }
    const char *get() const noexcept { return text_; }

  private:
    const char *text_;
};

/* nnreg.h takes a text of no bytes, and no NULL. */
inline const char *bytes_of(std::string_view view) noexcept
{
    return view.data() != nullptr ? view.data() : "";
}

/* A time as text (nnreg_time_format), as if_update_date and queries take it. */
inline std::string time_text(std::int64_t time)
{
    char made[NNREG_TIME_TEXT];

    nnreg_time_format(made, time);
    return made;
}

/* Of such a text; throws where it is none. */
inline std::int64_t time_of(zstring time)
{
    std::int64_t read;

    expect(nnreg_time_parse(&read, time.get()), "the text is no time");
    return read;
}

/* ---------------------------------------------------------------------------------------------- JSON texts -- */

/*
 * A JSON text in the making; nothing has to be escaped, and no JSON is put together by hand:
 *
 *   nnregpp::document().open_object().member("name", name).member("epochs", 20).close_object().finish()
 *
 * A call that does not fit is thrown by finish, with its number and name; the document is empty then.
 */
class document : public handle<nnreg_document, nnreg_document_free>
{
  public:
    document()
    {
        nnreg_document *made;

        expect(nnreg_document_new(&made));
        reset(made);
    }
    document &open_object() { return after(nnreg_document_open_object); }
    document &close_object() { return after(nnreg_document_close_object); }
    document &open_array() { return after(nnreg_document_open_array); }
    document &close_array() { return after(nnreg_document_close_array); }
    document &key(zstring key)
    {
        nnreg_document_key(need(), key.get());
        return *this;
    }
    /* A text, a number, a bool, or nullptr for null. */
    template <class Value> document &value(const Value &value)
    {
        static_assert(!std::is_same_v<Value, char>, "a character is no number and no text");
        if constexpr (std::is_same_v<Value, std::nullptr_t>)
            nnreg_document_null(need());
        else if constexpr (std::is_same_v<Value, bool>)
            nnreg_document_bool(need(), value);
        else if constexpr (std::is_floating_point_v<Value>)
            nnreg_document_number(need(), static_cast<double>(value));
        else if constexpr (std::is_integral_v<Value> && std::is_signed_v<Value>)
            nnreg_document_int(need(), value);
        else if constexpr (std::is_integral_v<Value>)
            nnreg_document_uint(need(), value);
        else if constexpr (std::is_convertible_v<const Value &, const char *>)
            nnreg_document_text(need(), value);
        else
            put_chars(value);
        return *this;
    }
    template <class Value> document &member(zstring name, const Value &of) { return key(name).value(of); }
    /* A value that is JSON already. */
    document &raw(std::string_view json)
    {
        nnreg_document_raw(need(), bytes_of(json), json.size());
        return *this;
    }
    text finish()
    {
        char *made;
        nnreg_status status = nnreg_document_finish(&made, nullptr, need());

        expect(status, nnreg_document_message(need()));
        return text(made);
    }

  private:
    document &after(void (*put)(nnreg_document *))
    {
        put(need());
        return *this;
    }
    void put_chars(std::string_view chars) { nnreg_document_chars(need(), bytes_of(chars), chars.size()); }
};

/* --------------------------------------------------------------------------------------------------- forms -- */

/*
 * The fields of a form, named by their paths, as a description:
 *
 *   nnregpp::form("network").add("name", name).add("preprocessing.inputs[0]tensor_name", "x:0").json()
 *
 * A field that does not fit is thrown at once, with its path.
 */
class form : public handle<nnreg_form, nnreg_form_free>
{
  public:
    explicit form(zstring object)
    {
        nnreg_form *made;

        expect(nnreg_form_new(&made, object.get()));
        reset(made);
    }
    bool has(zstring key) const { return nnreg_form_has(need(), key.get()) != 0; }
    form &add(zstring path, std::string_view text, bool is_json = false)
    {
        nnreg_status status = nnreg_form_add(need(), path.get(), bytes_of(text), text.size(), is_json);

        expect(status, nnreg_form_message(need()));
        return *this;
    }
    text json() const
    {
        char *made;
        nnreg_status status = nnreg_form_json(&made, nullptr, need());

        expect(status, nnreg_form_message(need()));
        return nnregpp::text(made);
    }
};

/* ------------------------------------------------------------------------------------------------ findings -- */

/* A list of findings, and how strictly rules are taken. */
class findings : public handle<nnreg_findings, nnreg_findings_free>
{
  public:
    explicit findings(const nnreg_rule_severity *severities = nullptr, std::size_t count = 0)
    {
        nnreg_findings *made;

        expect(nnreg_findings_new(&made, severities, count));
        reset(made);
    }
    finding_range all() const { return finding_range(need(), nnreg_findings_count(need())); }
    finding_range::iterator begin() const { return all().begin(); }
    finding_range::iterator end() const { return all().end(); }
    std::size_t size() const { return nnreg_findings_count(need()); }
    bool empty() const { return size() == 0; }
    const nnreg_finding &operator[](std::size_t i) const { return all()[i]; }
    /* What mends the i-th finding; nullptr: it has no one answer. Borrowed like the finding. */
    const nnreg_fix *fix(std::size_t i) const { return nnreg_findings_fix(need(), i); }
    /* The description with the fixes: `json` is the text that was judged. nnreg_findings_apply says when to go on. */
    text apply(std::string_view json, std::size_t *applied = nullptr) const
    {
        char *made;

        expect(nnreg_findings_apply(&made, nullptr, applied, need(), json.data(), json.size()));
        return text(made);
    }
    nnreg_severity worst() const { return nnreg_findings_worst(need()); }
    void clear() { nnreg_findings_clear(need()); }
    bool weights_checked() const { return nnreg_findings_weights_checked(need()) != 0; }
    std::string_view outputs() const { return nnreg_findings_outputs(need()); }
    void set_description_name(zstring name)
    {
        expect(nnreg_findings_set_description_name(need(), name.get()));
    }
    /* nullptr: it has none. */
    const char *description_name() const { return nnreg_findings_description_name(need()); }
    text json() const
    {
        char *made;

        expect(nnreg_findings_json(&made, need()));
        return text(made);
    }
    /* The pointer for a call that fills the list. */
    nnreg_findings *to_fill() { return need(); }
};

/* ------------------------------------------------------------------------------------- how a call is made -- */

/*
 * struct nnreg_call_options: call(NNREG_DRY_RUN).actor("ann"). What it is given is borrowed until the call that it is handed
 * to has returned. One at a time: it must not be used by two threads at once.
 */
class call
{
  public:
    explicit call(nnreg_call_flags flags = NNREG_CALL_NONE) noexcept { options_.flags = flags; }
    call(const call &) = delete;
    call &operator=(const call &) = delete;

    call &actor(zstring name) noexcept
    {
        options_.actor = name.get();
        return *this;
    }
    call &if_update_date(zstring date) noexcept
    {
        options_.if_update_date = date.get();
        return *this;
    }
    call &depth(unsigned depth) noexcept
    {
        options_.depth = depth;
        return *this;
    }
    /* `function`, a variable: called as bool(std::string_view stage, uint64_t done, uint64_t total); true stops the call. */
    template <class Function> call &progress(Function &function) noexcept
    {
        function_ = const_cast<void *>(static_cast<const void *>(std::addressof(function)));
        options_.progress = ask<Function>;
        options_.context = this;
        return *this;
    }
    const nnreg_call_options *get() const noexcept { return &options_; }
    /* Goes on with what the progress function has thrown. */
    void rethrow() const
    {
        if (thrown_)
            std::rethrow_exception(std::exchange(thrown_, nullptr));
    }

  private:
    template <class Function>
    static int ask(void *context, const char *stage, std::uint64_t done, std::uint64_t total) noexcept
    {
        const call *self = static_cast<const call *>(context);

        try {
            return (*static_cast<Function *>(self->function_))(std::string_view(stage), done, total) ? 1 : 0;
        } catch (...) {
            self->thrown_ = std::current_exception();
            return 1;
        }
    }

    nnreg_call_options options_ = NNREG_CALL_OPTIONS_INIT;
    void *function_ = nullptr;
    mutable std::exception_ptr thrown_;
};

/* 64 hexadecimal digits and a NUL. */
struct digest_text {
    char hex[65];
    std::string_view view() const noexcept { return hex; }
    operator std::string_view() const noexcept { return hex; }
};

/* ------------------------------------------------------------------------------------- uploads and bundles -- */

/* A file that comes in piece by piece: registry::new_upload. A bundle that has it keeps it, whatever becomes of this handle. */
class upload : public handle<nnreg_upload, nnreg_upload_free>
{
  public:
    using handle::handle;
    void write(std::string_view piece) { done(nnreg_upload_write(need(), bytes_of(piece), piece.size())); }
    std::uint64_t size() const { return nnreg_upload_size(need()); }
    /* Of what was received; nothing more can be written then. */
    digest_text digest()
    {
        digest_text made;

        done(nnreg_upload_digest(need(), made.hex));
        return made;
    }
    /* For a bundle that it is added to; nothing more can be written then. */
    nnreg_upload *to_take() const { return need(); }

  private:
    void done(nnreg_status status) const { expect(status, nnreg_upload_message(get())); }
};

class bundle : public handle<nnreg_bundle, nnreg_bundle_free>
{
  public:
    bundle()
    {
        nnreg_bundle *made;

        expect(nnreg_bundle_new(&made));
        reset(made);
    }
    void add_directory(zstring path) { done(nnreg_bundle_add_directory(need(), path.get())); }
    void add_file(zstring path, zstring name = nullptr)
    {
        done(nnreg_bundle_add_file(need(), path.get(), name.get()));
    }
    void add_fd(int fd, zstring name) { done(nnreg_bundle_add_fd(need(), fd, name.get())); }
    /* Not copied: they stay the caller's until the bundle is gone. */
    void add_memory(std::string_view content, zstring name)
    {
        done(nnreg_bundle_add_memory(need(), bytes_of(content), content.size(), name.get()));
    }
    void add_zip(zstring path) { done(nnreg_bundle_add_zip(need(), path.get())); }
    void add_zip_fd(int fd, zstring name) { done(nnreg_bundle_add_zip_fd(need(), fd, name.get())); }
    void add_zip_memory(std::string_view content, zstring name)
    {
        done(nnreg_bundle_add_zip_memory(need(), bytes_of(content), content.size(), name.get()));
    }
    void add_upload(const upload &file, zstring name)
    {
        done(nnreg_bundle_add_upload(need(), file.to_take(), name.get()));
    }
    void add_zip_upload(const upload &file, zstring name)
    {
        done(nnreg_bundle_add_zip_upload(need(), file.to_take(), name.get()));
    }
    void exclude(zstring name) { done(nnreg_bundle_exclude(need(), name.get())); }
    void set_spool(zstring folder) { done(nnreg_bundle_set_spool(need(), folder.get())); }
    /* For a call that takes it. */
    const nnreg_bundle *to_read() const { return need(); }

  private:
    void done(nnreg_status status) const { expect(status, nnreg_bundle_message(get())); }
};

/* ------------------------------------------------------------------------------------- without a registry -- */

/* Whether no error was found; `list` has what was. */
inline bool check(findings &list, std::string_view json, const bundle *files = nullptr,
                  const call &how = call())
{
    nnreg_status status = nnreg_check(list.to_fill(), bytes_of(json), json.size(),
                                      files != nullptr ? files->to_read() : nullptr, how.get());

    how.rethrow();
    if (status != NNREG_REFUSED)
        expect(status, nnreg_findings_message(list.get()));
    return status == NNREG_OK;
}

/* The same of a description of a "spec" or a "version" by itself. */
inline bool check_object(findings &list, zstring object, std::string_view json, const call &how = call())
{
    nnreg_status status =
        nnreg_check_object(list.to_fill(), object.get(), bytes_of(json), json.size(), how.get());

    if (status != NNREG_REFUSED)
        expect(status, nnreg_findings_message(list.get()));
    return status == NNREG_OK;
}

/* Whether an export is whole; `list` has what is not as the manifest says. */
inline bool export_is_whole(findings &list, zstring path, nnreg_transfer *transfer = nullptr,
                            const call &how = call())
{
    nnreg_status status = nnreg_export_verify(list.to_fill(), path.get(), how.get(), transfer);

    how.rethrow();
    if (status != NNREG_REFUSED)
        expect(status, nnreg_findings_message(list.get()));
    return status == NNREG_OK;
}

inline text inspect(findings &list, const bundle &files, const call &how = call())
{
    char *made;
    nnreg_status status = nnreg_inspect(&made, list.to_fill(), files.to_read(), how.get());

    how.rethrow();
    expect(status, nnreg_findings_message(list.get()));
    return text(made);
}

/* A description for a model: the text, and what was guessed. */
struct drafted {
    text json;
    findings found;
};

/* Throws what nobody could write a description for (NNREG_REFUSED), with the findings. */
inline drafted draft(const bundle &files, findings list = findings())
{
    char *made;
    nnreg_status status = nnreg_draft(&made, list.to_fill(), files.to_read());
    text json(made);

    if (status == NNREG_REFUSED)
        throw error(status, "", std::shared_ptr<nnreg_findings>(list.release(), nnreg_findings_free));
    expect(status, nnreg_findings_message(list.get()));
    return drafted{std::move(json), std::move(list)};
}

inline text schema(zstring object = "network")
{
    char *made;

    expect(nnreg_schema(&made, object.get()));
    return text(made);
}

/* ----------------------------------------------------------------------------------------------- snapshots -- */

inline nnreg_input_info input_at(const nnreg_network *network, std::size_t i)
{
    nnreg_input_info info = NNREG_INPUT_INFO_INIT;

    expect(nnreg_network_input(network, i, &info));
    return info;
}

inline nnreg_result_info result_at(const nnreg_network *network, std::size_t i)
{
    nnreg_result_info info = NNREG_RESULT_INFO_INIT;

    expect(nnreg_network_result(network, i, &info));
    return info;
}

inline nnreg_file_info file_at(const nnreg_network *network, std::size_t i)
{
    nnreg_file_info info = NNREG_FILE_INFO_INIT;

    expect(nnreg_network_file(network, i, &info));
    return info;
}

inline nnreg_tensor_info tensor_at(const nnreg_tensors *tensors, std::size_t i)
{
    nnreg_tensor_info info = NNREG_TENSOR_INFO_INIT;

    expect(nnreg_tensors_get(tensors, i, &info));
    return info;
}

inline nnreg_output_info output_at(const nnreg_spec *spec, std::size_t i)
{
    nnreg_output_info info = NNREG_OUTPUT_INFO_INIT;

    expect(nnreg_spec_output(spec, i, &info));
    return info;
}

inline nnreg_postprocessing_info postprocessing_at(const nnreg_version *version, std::size_t i)
{
    nnreg_postprocessing_info info = NNREG_POSTPROCESSING_INFO_INIT;

    expect(nnreg_version_postprocessing(version, i, &info));
    return info;
}

/* The text that one of the …_json functions makes. */
template <class T> text json_of(nnreg_status (*make)(char **, const T *), const T *snapshot)
{
    char *made;

    expect(make(&made, snapshot));
    return text(made);
}

/* What is read of a snapshot, whether it is owned or borrowed: `Base` has its pointer as need(). */
template <class Base> class network_reads : public Base
{
  public:
    using Base::Base;
    std::uint64_t id() const { return nnreg_network_id(this->need()); }
    std::string_view name() const { return nnreg_network_name(this->need()); }
    std::string_view description() const { return nnreg_network_description(this->need()); }
    std::string_view metadata() const { return nnreg_network_metadata(this->need()); }
    std::string_view framework() const { return nnreg_network_framework(this->need()); }
    /* nullptr: it was not said. */
    const char *license() const { return nnreg_network_license(this->need()); }
    const char *source() const { return nnreg_network_source(this->need()); }
    auto authors() const
    {
        return sequence<nnreg_network, const char *, nnreg_network_author>(
            this->need(), nnreg_network_author_count(this->need()));
    }
    digest_text digest() const
    {
        digest_text made;

        nnreg_network_digest(this->need(), made.hex);
        return made;
    }
    std::string_view slug() const { return nnreg_network_slug(this->need()); }
    std::uint64_t task_id() const { return nnreg_network_task_id(this->need()); }
    std::int64_t create_date() const { return nnreg_network_create_date(this->need()); }
    std::int64_t update_date() const { return nnreg_network_update_date(this->need()); }
    auto inputs() const
    {
        return sequence<nnreg_network, nnreg_input_info, input_at>(this->need(),
                                                                   nnreg_network_input_count(this->need()));
    }
    auto results() const
    {
        return sequence<nnreg_network, nnreg_result_info, result_at>(
            this->need(), nnreg_network_result_count(this->need()));
    }
    auto files() const
    {
        return sequence<nnreg_network, nnreg_file_info, file_at>(this->need(),
                                                                 nnreg_network_file_count(this->need()));
    }
    text json() const { return json_of<nnreg_network>(nnreg_network_json, this->need()); }
};

template <class Base> class spec_reads : public Base
{
  public:
    using Base::Base;
    std::uint64_t id() const { return nnreg_spec_id(this->need()); }
    std::string_view name() const { return nnreg_spec_name(this->need()); }
    std::string_view description() const { return nnreg_spec_description(this->need()); }
    std::string_view metadata() const { return nnreg_spec_metadata(this->need()); }
    std::uint64_t current_version_id() const { return nnreg_spec_current_version_id(this->need()); }
    std::string_view slug() const { return nnreg_spec_slug(this->need()); }
    std::int64_t create_date() const { return nnreg_spec_create_date(this->need()); }
    std::int64_t update_date() const { return nnreg_spec_update_date(this->need()); }
    auto outputs() const
    {
        return sequence<nnreg_spec, nnreg_output_info, output_at>(this->need(),
                                                                  nnreg_spec_output_count(this->need()));
    }
    /* The k-th label of the i-th output: its id and its name. */
    std::pair<std::int64_t, std::string_view> label(std::size_t i, std::size_t k) const
    {
        std::int64_t id;
        const char *name;

        expect(nnreg_spec_label(this->need(), i, k, &id, &name));
        return {id, name};
    }
    text json() const { return json_of<nnreg_spec>(nnreg_spec_json, this->need()); }
};

template <class Base> class version_reads : public Base
{
  public:
    using Base::Base;
    std::uint64_t id() const { return nnreg_version_id(this->need()); }
    std::uint64_t spec_id() const { return nnreg_version_spec_id(this->need()); }
    std::uint64_t network_id() const { return nnreg_version_network_id(this->need()); }
    std::string_view spec_name() const { return nnreg_version_spec_name(this->need()); }
    std::string_view network_name() const { return nnreg_version_network_name(this->need()); }
    std::int64_t create_date() const { return nnreg_version_create_date(this->need()); }
    std::int64_t update_date() const { return nnreg_version_update_date(this->need()); }
    auto postprocessings() const
    {
        return sequence<nnreg_version, nnreg_postprocessing_info, postprocessing_at>(
            this->need(), nnreg_version_postprocessing_count(this->need()));
    }
    text json() const { return json_of<nnreg_version>(nnreg_version_json, this->need()); }
};

template <class Base> class task_reads : public Base
{
  public:
    using Base::Base;
    std::uint64_t id() const { return nnreg_task_id(this->need()); }
    std::uint64_t network_id() const { return nnreg_task_network_id(this->need()); }
    std::string_view status() const { return nnreg_task_status(this->need()); }
    std::string_view error_text() const { return nnreg_task_error(this->need()); }
    std::int64_t create_date() const { return nnreg_task_create_date(this->need()); }
    std::int64_t update_date() const { return nnreg_task_update_date(this->need()); }
    text json() const { return json_of<nnreg_task>(nnreg_task_json, this->need()); }
};

/* A snapshot that something else owns. */
template <class T> class borrowed
{
  public:
    explicit borrowed(const T *snapshot) noexcept : snapshot_(snapshot) {}
    const T *get() const noexcept { return snapshot_; }

  protected:
    const T *need() const noexcept { return snapshot_; }

  private:
    const T *snapshot_;
};

using network = network_reads<handle<nnreg_network, nnreg_network_free>>;
using network_view = network_reads<borrowed<nnreg_network>>;
using spec = spec_reads<handle<nnreg_spec, nnreg_spec_free>>;
using spec_view = spec_reads<borrowed<nnreg_spec>>;
using version = version_reads<handle<nnreg_version, nnreg_version_free>>;
using version_view = version_reads<borrowed<nnreg_version>>;
using task = task_reads<handle<nnreg_task, nnreg_task_free>>;
using task_view = task_reads<borrowed<nnreg_task>>;

/* --------------------------------------------------------------------------------------------------- lists -- */

/* How a list of each kind is asked for, and what is on its pages. */
template <class View> struct listed;

#define NNREGPP_LISTED(VIEW, KIND)                                                             \
    inline VIEW KIND##_at(const nnreg_page *page, std::size_t i)                               \
    {                                                                                          \
        return VIEW(nnreg_page_##KIND(page, i));                                               \
    }                                                                                          \
    template <> struct listed<VIEW> {                                                          \
        using range = sequence<nnreg_page, VIEW, KIND##_at>;                                   \
        static nnreg_status list(nnreg *registry, nnreg_page **page, const nnreg_query *query) \
        {                                                                                      \
            return nnreg_##KIND##_list(registry, page, query);                                 \
        }                                                                                      \
        static nnreg_status count(nnreg *registry, uint64_t *count, const nnreg_query *query)  \
        {                                                                                      \
            return nnreg_##KIND##_count(registry, count, query);                               \
        }                                                                                      \
        static nnreg_status cursor(nnreg *registry, char **cursor, const nnreg_query *query,   \
                                   const nnreg_place *place)                                   \
        {                                                                                      \
            return nnreg_##KIND##_cursor(registry, cursor, query, place);                      \
        }                                                                                      \
        static nnreg_status exists(nnreg *registry, int *exists, uint64_t id)                  \
        {                                                                                      \
            return nnreg_##KIND##_exists(registry, exists, id);                                \
        }                                                                                      \
    };
NNREGPP_LISTED(network_view, network)
NNREGPP_LISTED(spec_view, spec)
NNREGPP_LISTED(version_view, version)
NNREGPP_LISTED(task_view, task)
#undef NNREGPP_LISTED

/* struct nnreg_query with its defaults, to be changed: query q; q.limit = 10. */
struct query : nnreg_query {
    query() noexcept : nnreg_query(NNREG_QUERY_INIT) {}
};

/* A query of texts, which stay until it is gone: what a server is asked for. */
class parameters : public handle<nnreg_parameters, nnreg_parameters_free>
{
  public:
    parameters()
    {
        nnreg_parameters *made;

        expect(nnreg_parameters_new(&made));
        reset(made);
    }
    /* What is wrong is the error's status; `wanted` says what the value has to be. */
    void set(zstring key, zstring value, const char **wanted = nullptr)
    {
        expect(nnreg_parameters_set(need(), key.get(), value.get(), wanted));
    }
    const nnreg_query &operator*() const { return *nnreg_parameters_query(need()); }
};

/* struct nnreg_place likewise: place(id), with what else is known of the object in its members. */
struct place : nnreg_place {
    explicit place(std::uint64_t of) noexcept : nnreg_place(NNREG_PLACE_INIT) { id = of; }
};

/* One page; what is on it is borrowed from it. */
template <class View> class page : public handle<nnreg_page, nnreg_page_free>
{
  public:
    using handle::handle;
    using range = typename listed<View>::range;
    range all() const { return range(need(), nnreg_page_count(need())); }
    typename range::iterator begin() const { return all().begin(); }
    typename range::iterator end() const { return all().end(); }
    std::size_t size() const { return nnreg_page_count(need()); }
    bool empty() const { return size() == 0; }
    /* `i` is less than size(). */
    View operator[](std::size_t i) const { return all()[i]; }
    std::uint64_t total() const { return nnreg_page_total(need()); }
    /* The last event in it: from where changes() goes on. */
    std::uint64_t event() const { return nnreg_page_event(need()); }
    /* Cursors of the pages behind and before, NULL when there is none. */
    const char *next() const { return nnreg_page_next(need()); }
    const char *previous() const { return nnreg_page_previous(need()); }
    text json(const char *base_url = nullptr) const
    {
        char *made;

        expect(nnreg_page_json(&made, need(), base_url));
        return text(made);
    }
};

/*
 * All objects of a list, by cursor, a page at a time (`limit` of the query). What the query points to is borrowed, and the
 * registry stays open, while it is gone through. Each page is of one moment, and the list is not.
 */
template <class View> class listing
{
  public:
    class iterator
    {
      public:
        using iterator_category = std::input_iterator_tag;
        using value_type = View;
        using difference_type = std::ptrdiff_t;
        using pointer = const View *;
        using reference = View;

        iterator() noexcept = default;
        explicit iterator(listing *of) noexcept : of_(of) {}
        View operator*() const { return of_->page_[of_->i_]; }
        iterator &operator++()
        {
            if (!of_->advance())
                of_ = nullptr;
            return *this;
        }
        void operator++(int) { ++*this; }
        bool operator==(const iterator &other) const noexcept { return of_ == other.of_; }
        bool operator!=(const iterator &other) const noexcept { return of_ != other.of_; }

      private:
        listing *of_ = nullptr;
    };

    listing(nnreg *registry, const nnreg_query &asked) noexcept : registry_(registry), asked_(asked) {}
    listing(const listing &) = delete;
    listing &operator=(const listing &) = delete;

    /* Asks for the first page: where the query's cursor is, or from the beginning of the list. */
    iterator begin()
    {
        return take(asked_.cursor != nullptr || asked_.offset != 0 ? asked_.cursor : "") ? iterator(this)
                                                                                         : end();
    }
    iterator end() noexcept { return iterator(); }

  private:
    /* The page at a cursor, in the place of the one that the cursor was borrowed from. Whether anything is on it. */
    bool take(const char *cursor)
    {
        nnreg_query query = asked_;
        nnreg_page *next;
        nnreg_status status;

        query.cursor = cursor;
        if (cursor != nullptr)
            query.offset = 0;
        /* In a statement of its own: the message is to be asked for when the call is over. */
        status = listed<View>::list(registry_, &next, &query);
        expect(status, nnreg_message(registry_));
        page_.reset(next);
        i_ = 0;
        return !page_.empty();
    }
    bool advance()
    {
        if (++i_ < page_.size())
            return true;
        return page_.next() != nullptr && take(page_.next());
    }

    nnreg *registry_;
    nnreg_query asked_;
    page<View> page_;
    std::size_t i_ = 0;
};

/* ------------------------------------------------------------------------------------------------- history -- */

inline const nnreg_event &event_at(const nnreg_events *list, std::size_t i)
{
    return *nnreg_events_get(list, i);
}

/* Some events, in their order. */
class event_list : public handle<nnreg_events, nnreg_events_free>
{
  public:
    using handle::handle;
    using range = sequence<nnreg_events, const nnreg_event &, event_at>;
    range all() const { return range(need(), nnreg_events_count(need())); }
    range::iterator begin() const { return all().begin(); }
    range::iterator end() const { return all().end(); }
    std::size_t size() const { return nnreg_events_count(need()); }
    bool empty() const { return size() == 0; }
    /* `i` is less than size(). */
    const nnreg_event &operator[](std::size_t i) const { return all()[i]; }
    text json(std::size_t i) const
    {
        char *made;

        expect(nnreg_event_json(&made, need(), i));
        return text(made);
    }
};

/*
 * The events after a number, one after the other, until a wait of `timeout_ms` has brought none: with 0 those that there
 * are. `how`, which may be null, is borrowed: a progress that stops the wait comes out as NNREG_CANCELLED.
 */
class change_range
{
  public:
    class iterator
    {
      public:
        using iterator_category = std::input_iterator_tag;
        using value_type = nnreg_event;
        using difference_type = std::ptrdiff_t;
        using pointer = const nnreg_event *;
        using reference = const nnreg_event &;

        iterator() noexcept = default;
        explicit iterator(change_range *of) noexcept : of_(of) {}
        reference operator*() const { return of_->list_[of_->i_]; }
        pointer operator->() const { return &**this; }
        iterator &operator++()
        {
            if (!of_->advance())
                of_ = nullptr;
            return *this;
        }
        void operator++(int) { ++*this; }
        bool operator==(const iterator &other) const noexcept { return of_ == other.of_; }
        bool operator!=(const iterator &other) const noexcept { return of_ != other.of_; }

      private:
        change_range *of_ = nullptr;
    };

    change_range(nnreg *registry, std::uint64_t since, unsigned timeout_ms, const call *how) noexcept
        : registry_(registry), since_(since), timeout_ms_(timeout_ms), how_(how)
    {
    }
    change_range(const change_range &) = delete;
    change_range &operator=(const change_range &) = delete;

    iterator begin() { return take(since_) ? iterator(this) : end(); }
    iterator end() noexcept { return iterator(); }

  private:
    bool take(std::uint64_t since)
    {
        nnreg_events *next;
        nnreg_status status = nnreg_events_since(registry_, &next, since, NNREG_LIMIT_PAGE, timeout_ms_,
                                                 how_ != nullptr ? how_->get() : nullptr);

        if (how_ != nullptr)
            how_->rethrow();
        expect(status, nnreg_message(registry_));
        list_.reset(next);
        i_ = 0;
        return !list_.empty();
    }
    bool advance()
    {
        if (++i_ < list_.size())
            return true;
        return take(list_[i_ - 1].sequence);
    }

    nnreg *registry_;
    std::uint64_t since_;
    unsigned timeout_ms_;
    const call *how_;
    event_list list_;
    std::size_t i_ = 0;
};

inline const nnreg_damaged_file &damaged_at(const nnreg_damage *list, std::size_t i)
{
    return *nnreg_damage_file(list, i);
}

/* The files that are known to be damaged. */
class damage : public handle<nnreg_damage, nnreg_damage_free>
{
  public:
    using handle::handle;
    using range = sequence<nnreg_damage, const nnreg_damaged_file &, damaged_at>;
    range all() const { return range(need(), nnreg_damage_count(need())); }
    range::iterator begin() const { return all().begin(); }
    range::iterator end() const { return all().end(); }
    std::size_t size() const { return nnreg_damage_count(need()); }
    /* The k-th of the use_count files of networks that the i-th is. */
    const nnreg_damaged_use &use(std::size_t i, std::size_t k) const
    {
        return *nnreg_damage_use(need(), i, k);
    }
    bool empty() const { return size() == 0; }
};

/* The tensors that are kept with a network; their texts and shapes are borrowed from the list. */
class tensor_list : public handle<nnreg_tensors, nnreg_tensors_free>
{
  public:
    using handle::handle;
    using range = sequence<nnreg_tensors, nnreg_tensor_info, tensor_at>;
    range all() const { return range(need(), nnreg_tensors_count(need())); }
    range::iterator begin() const { return all().begin(); }
    range::iterator end() const { return all().end(); }
    std::size_t size() const { return nnreg_tensors_count(need()); }
    bool empty() const { return size() == 0; }
    /* `i` is less than size(). */
    nnreg_tensor_info operator[](std::size_t i) const { return all()[i]; }
    /* The one of this name; none is thrown as NNREG_NOT_FOUND. */
    nnreg_tensor_info find(zstring name) const
    {
        std::size_t i;

        expect(nnreg_tensors_find(need(), &i, name.get()));
        return tensor_at(need(), i);
    }
};

/* ------------------------------------------------------------------------------------------------ registry -- */

/* What a create has made. */
struct created {
    std::uint64_t id;
    findings found; /* warnings and notes */
};

/* What serves the requests for a spec. */
struct current_version {
    nnregpp::spec spec;
    nnregpp::version version;
    nnregpp::network network;
};

/* An open descriptor of the caller's to close, and how many bytes are behind it. */
struct opened_file {
    int fd;
    std::uint64_t size;
};

class registry : public handle<nnreg, nnreg_close>
{
  public:
    /* Empty: to be assigned to. */
    registry() noexcept = default;
    explicit registry(zstring dir, nnreg_open_flags flags = NNREG_OPEN_NONE)
    {
        nnreg_options options = NNREG_OPTIONS_INIT;

        options.flags = flags;
        open(dir, options);
    }
    /* With a log, a number of readers …; `message` of the options is not used: what it would say is in the exception. */
    registry(zstring dir, const nnreg_options &options) { open(dir, options); }
    nnreg_settings settings() const
    {
        nnreg_settings now = NNREG_SETTINGS_INIT;

        done(nnreg_get_settings(need(), &now));
        return now;
    }

    /* -------------------------------------------------------------------------------------------- networks -- */

    /* The list is handed over, and comes back with what was made, or in the exception. */
    created create_network(std::string_view json, const bundle &files, const call &how = call(),
                           findings list = findings())
    {
        std::uint64_t id = 0;
        nnreg_status status = nnreg_network_create(need(), &id, bytes_of(json), json.size(), files.to_read(),
                                                   how.get(), list.to_fill());

        judged(status, how, list);
        return created{id, std::move(list)};
    }
    upload new_upload() const
    {
        nnreg_upload *begun;

        done(nnreg_upload_new(need(), &begun));
        return upload(begun);
    }
    network get_network(std::uint64_t id) const
    {
        nnreg_network *found;

        done(nnreg_network_get(need(), &found, id));
        return network(found);
    }
    network get_network(zstring slug) const
    {
        nnreg_network *found;

        done(nnreg_network_get_by_slug(need(), &found, slug.get()));
        return network(found);
    }
    findings update_network(std::uint64_t id, std::string_view json, const call &how = call(),
                            findings list = findings())
    {
        judged(nnreg_network_update(need(), id, bytes_of(json), json.size(), how.get(), list.to_fill()), how,
               list);
        return list;
    }
    findings update_network(zstring slug, std::string_view json, const call &how = call(),
                            findings list = findings())
    {
        judged(nnreg_network_update_by_slug(need(), slug.get(), bytes_of(json), json.size(), how.get(),
                                            list.to_fill()),
               how, list);
        return list;
    }
    nnreg_cascade delete_network(std::uint64_t id, const call &how = call())
    {
        return cascaded(nnreg_network_delete, id, how);
    }
    nnreg_cascade delete_network(zstring slug, const call &how = call())
    {
        return cascaded(nnreg_network_delete_by_slug, slug.get(), how);
    }
    void publish(std::uint64_t id, zstring slug, const call &how = call())
    {
        done(nnreg_network_publish(need(), id, slug.get(), how.get()), how);
    }
    void unpublish(std::uint64_t id, const call &how = call())
    {
        done(nnreg_network_unpublish(need(), id, how.get()), how);
    }
    opened_file open_file(std::uint64_t id, zstring name) const
    {
        opened_file file = {-1, 0};

        done(nnreg_network_open_file(need(), &file.fd, &file.size, id, name.get()));
        return file;
    }
    opened_file open_verified(std::uint64_t id, zstring name, const call &how = call()) const
    {
        opened_file file = {-1, 0};

        done(nnreg_network_open_verified(need(), &file.fd, &file.size, id, name.get(), how.get()), how);
        return file;
    }
    void checkout(std::uint64_t id, zstring dir, const call &how = call()) const
    {
        done(nnreg_network_checkout(need(), id, dir.get(), how.get()), how);
    }

    /* ------------------------------------------------------------------- specifications, versions, tasks -- */

    created create_spec(std::string_view json, const call &how = call(), findings list = findings())
    {
        std::uint64_t id = 0;

        judged(nnreg_spec_create(need(), &id, bytes_of(json), json.size(), how.get(), list.to_fill()), how,
               list);
        return created{id, std::move(list)};
    }
    spec get_spec(std::uint64_t id) const
    {
        nnreg_spec *found;

        done(nnreg_spec_get(need(), &found, id));
        return spec(found);
    }
    spec get_spec(zstring slug) const
    {
        nnreg_spec *found;

        done(nnreg_spec_get_by_slug(need(), &found, slug.get()));
        return spec(found);
    }
    /* The spec, its current version and that version's network, of one moment; the last two are empty where there is none. */
    current_version get_current(std::uint64_t spec_id) const
    {
        nnreg_spec *found;
        nnreg_version *current;
        nnreg_network *behind;

        done(nnreg_spec_get_current(need(), &found, &current, &behind, spec_id));
        return current_version{nnregpp::spec(found), nnregpp::version(current), nnregpp::network(behind)};
    }
    findings update_spec(std::uint64_t id, std::string_view json, const call &how = call(),
                         findings list = findings())
    {
        judged(nnreg_spec_update(need(), id, bytes_of(json), json.size(), how.get(), list.to_fill()), how,
               list);
        return list;
    }
    findings update_spec(zstring slug, std::string_view json, const call &how = call(),
                         findings list = findings())
    {
        judged(nnreg_spec_update_by_slug(need(), slug.get(), bytes_of(json), json.size(), how.get(),
                                         list.to_fill()),
               how, list);
        return list;
    }
    nnreg_cascade delete_spec(std::uint64_t id, const call &how = call())
    {
        return cascaded(nnreg_spec_delete, id, how);
    }
    nnreg_cascade delete_spec(zstring slug, const call &how = call())
    {
        return cascaded(nnreg_spec_delete_by_slug, slug.get(), how);
    }
    void publish_spec(std::uint64_t id, zstring slug, const call &how = call())
    {
        done(nnreg_spec_publish(need(), id, slug.get(), how.get()), how);
    }
    void unpublish_spec(std::uint64_t id, const call &how = call())
    {
        done(nnreg_spec_unpublish(need(), id, how.get()), how);
    }
    created create_version(std::string_view json, const call &how = call(), findings list = findings())
    {
        std::uint64_t id = 0;

        judged(nnreg_version_create(need(), &id, bytes_of(json), json.size(), how.get(), list.to_fill()), how,
               list);
        return created{id, std::move(list)};
    }
    version get_version(std::uint64_t id) const
    {
        nnreg_version *found;

        done(nnreg_version_get(need(), &found, id));
        return version(found);
    }
    nnreg_cascade delete_version(std::uint64_t id, const call &how = call())
    {
        return cascaded(nnreg_version_delete, id, how);
    }
    task get_task(std::uint64_t id) const
    {
        nnreg_task *found;

        done(nnreg_task_get(need(), &found, id));
        return task(found);
    }
    findings update_task(std::uint64_t id, std::string_view json, const call &how = call(),
                         findings list = findings())
    {
        judged(nnreg_task_update(need(), id, bytes_of(json), json.size(), how.get(), list.to_fill()), how,
               list);
        return list;
    }

    /* ----------------------------------------------------------------------------------------------- lists -- */

    listing<network_view> networks(const nnreg_query &asked = query()) const
    {
        return listing<network_view>(need(), asked);
    }
    listing<spec_view> specs(const nnreg_query &asked = query()) const
    {
        return listing<spec_view>(need(), asked);
    }
    listing<version_view> versions(const nnreg_query &asked = query()) const
    {
        return listing<version_view>(need(), asked);
    }
    listing<task_view> tasks(const nnreg_query &asked = query()) const
    {
        return listing<task_view>(need(), asked);
    }
    /* One page: registry.page_of<nnregpp::network_view>(asked). */
    template <class View> page<View> page_of(const nnreg_query &asked = query()) const
    {
        nnreg_page *made;

        done(listed<View>::list(need(), &made, &asked));
        return page<View>(made);
    }

    /* How many there are, and whether there is one of an id: registry.count_of<nnregpp::spec_view>(asked). */
    template <class View> std::uint64_t count_of(const nnreg_query &asked = query()) const
    {
        std::uint64_t count;

        done(listed<View>::count(need(), &count, &asked));
        return count;
    }
    /* The cursor behind an object: its c_str() goes into the query. */
    template <class View> text cursor_of(const nnreg_place &at, const nnreg_query &asked = query()) const
    {
        char *made;

        done(listed<View>::cursor(need(), &made, &asked, &at));
        return text(made);
    }
    template <class View> bool has(std::uint64_t id) const
    {
        int exists;

        done(listed<View>::exists(need(), &exists, id));
        return exists != 0;
    }
    bool has_public(zstring slug) const
    {
        int exists;

        done(nnreg_network_exists_by_slug(need(), &exists, slug.get()));
        return exists != 0;
    }
    bool has_public_spec(zstring slug) const
    {
        int exists;

        done(nnreg_spec_exists_by_slug(need(), &exists, slug.get()));
        return exists != 0;
    }

    /* --------------------------------------------------------------------------------- history and damage -- */

    event_list events_since(std::uint64_t since, std::size_t limit = NNREG_LIMIT_PAGE,
                            unsigned timeout_ms = 0, const call &how = call()) const
    {
        nnreg_events *made;

        done(nnreg_events_since(need(), &made, since, limit, timeout_ms, how.get()), how);
        return event_list(made);
    }
    /* The number of the last event, 0 while there is none. */
    std::uint64_t last_event() const
    {
        std::uint64_t sequence;

        done(nnreg_events_last(need(), &sequence));
        return sequence;
    }
    change_range changes(std::uint64_t since = 0, unsigned timeout_ms = 0, const call *how = nullptr) const
    {
        return change_range(need(), since, timeout_ms, how);
    }
    /* Lets go all threads that wait for events of this handle, until wake_clear. noexcept, and safe in a signal handler. */
    void wake() const noexcept { (void)nnreg_wake(get()); }
    void wake_clear() const { done(nnreg_wake_clear(need())); }
    /* A descriptor to poll, of the handle's: read, then look. */
    int events_fd() const
    {
        int fd;

        done(nnreg_events_fd(need(), &fd));
        return fd;
    }
    /* The number of events that were proven. A broken chain is thrown as NNREG_CORRUPT, and what() says where. */
    std::uint64_t verify_events(const call &how = call()) const
    {
        std::uint64_t count = 0, broken = 0;

        done(nnreg_events_verify(need(), &count, &broken, how.get()), how);
        return count;
    }
    /* Those of a network's graph. */
    tensor_list tensors(std::uint64_t network_id) const
    {
        nnreg_tensors *made;

        done(nnreg_network_tensors(need(), &made, network_id));
        return tensor_list(made);
    }
    /* Of one network, or of all (0). */
    damage damaged(std::uint64_t network_id = 0) const
    {
        nnreg_damage *made;

        done(nnreg_damage_list(need(), &made, network_id));
        return damage(made);
    }

    /* ------------------------------------------------------------------------------ maintenance and moving -- */

    /* Those that fill a struct of nnreg.h take it as the caller has set it, with its `each`, which may not throw. */
    nnreg_statistics statistics(const call &how = call()) const
    {
        nnreg_statistics counted = NNREG_STATISTICS_INIT;

        done(nnreg_get_statistics(need(), &counted, how.get()), how);
        return counted;
    }
    text statistics_json(const call &how = call()) const
    {
        char *made;

        done(nnreg_statistics_json(need(), &made, how.get()), how);
        return text(made);
    }
    void set_mutable_description(bool value, const call &how = call())
    {
        done(nnreg_set_mutable_description(need(), value ? 1 : 0, how.get()), how);
    }
    /* The format version that it has now. */
    unsigned upgrade(const call &how = call())
    {
        unsigned from, to;

        done(nnreg_upgrade(need(), &from, &to, how.get()), how);
        return to;
    }
    /* Whether nothing is damaged, any more; `list` tells what is, or was. */
    bool fsck(findings &list, struct nnreg_fsck *result = nullptr, const call &how = call())
    {
        nnreg_status status = ::nnreg_fsck(need(), list.to_fill(), result, how.get());

        how.rethrow();
        if (status != NNREG_CORRUPT)
            done(status);
        return status == NNREG_OK;
    }
    void gc(struct nnreg_gc *result = nullptr, const call &how = call())
    {
        done(::nnreg_gc(need(), result, how.get()), how);
    }
    void compact(nnreg_compaction *result = nullptr, const call &how = call())
    {
        done(nnreg_compact(need(), result, how.get()), how);
    }
    void backup(zstring dir, struct nnreg_backup *result = nullptr, const call &how = call()) const
    {
        done(::nnreg_backup(need(), dir.get(), result, how.get()), how);
    }
    void export_to(zstring path, const nnreg_selection &selection, nnreg_transfer *transfer = nullptr,
                   const call &how = call()) const
    {
        done(nnreg_export(need(), path.get(), &selection, how.get(), transfer), how);
    }
    void export_to(int fd, const nnreg_selection &selection, nnreg_transfer *transfer = nullptr,
                   const call &how = call()) const
    {
        done(nnreg_export_fd(need(), fd, &selection, how.get(), transfer), how);
    }
    findings import_from(int fd, nnreg_transfer *transfer = nullptr, const call &how = call(),
                         findings list = findings())
    {
        judged(nnreg_import_fd(need(), fd, how.get(), transfer, list.to_fill()), how, list);
        return list;
    }
    findings import_from(zstring path, nnreg_transfer *transfer = nullptr, const call &how = call(),
                         findings list = findings())
    {
        judged(nnreg_import(need(), path.get(), how.get(), transfer, list.to_fill()), how, list);
        return list;
    }

    /*
     * Throws what a call of nnreg.h with get() has returned, with the message of this thread's last call:
     * registry.done(nnreg_get_settings(registry.get(), &settings)).
     */
    void done(nnreg_status status) const { expect(status, nnreg_message(get())); }

  private:
    void done(nnreg_status status, const call &how) const
    {
        how.rethrow();
        done(status);
    }
    void judged(nnreg_status status, const call &how, findings &list) const
    {
        how.rethrow();
        if (status == NNREG_REFUSED)
            throw error(status, nnreg_message(get()),
                        std::shared_ptr<nnreg_findings>(list.release(), nnreg_findings_free));
        done(status);
    }
    void open(zstring dir, nnreg_options options)
    {
        char message[1024];
        nnreg *made;
        nnreg_status status;

        message[0] = '\0';
        options.message = message;
        options.message_size = sizeof message;
        status = nnreg_open(&made, dir.get(), &options);
        expect(status, message);
        reset(made);
    }
    /* By an id, or by a slug. */
    template <typename Which>
    nnreg_cascade cascaded(nnreg_status (*drop)(nnreg *, Which, const nnreg_call_options *, nnreg_cascade *),
                           Which which, const call &how)
    {
        nnreg_cascade cascade = NNREG_CASCADE_INIT;

        done(drop(need(), which, how.get(), &cascade), how);
        return cascade;
    }
};

} /* namespace nnregpp */

#endif
