#include "nn/npz.h"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <memory>

#include "core/limits.h"

namespace seglab::nn {

namespace {

namespace limits = core::limits;

constexpr std::string_view kEnding = ".npy";

[[noreturn]] void refuse(const std::string& path, const std::string& what, const std::string& cure) {
    throw Error(Kind::BadInput, what, cure, path);
}

struct Discard {
    void operator()(zip_t* archive) const { zip_discard(archive); }
    void operator()(zip_file_t* file) const { zip_fclose(file); }
    void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using Archive = std::unique_ptr<zip_t, Discard>;
using Source = std::unique_ptr<zip_source_t, Discard>;

// A failure of libzip, in its words.
struct ZipError {
    zip_error_t error;
    ZipError() { zip_error_init(&error); }
    ~ZipError() { zip_error_fini(&error); }
    ZipError(const ZipError&) = delete;
    ZipError& operator=(const ZipError&) = delete;
    std::string text() { return zip_error_strerror(&error); }
};

// Takes over the source, which must be kept by its owner where it is still needed.
Archive open(zip_source_t* source, int flags, const std::string& path) {
    ZipError error;
    Archive archive(zip_open_from_source(source, flags, &error.error));
    if (archive) return archive;
    zip_source_free(source);
    refuse(path, fmt::format("this is no .npz file, or it is damaged ({})", error.text()),
           "save the arrays again with numpy.savez");
}

struct Entry {
    std::string name;  // of the array
    std::uint64_t index = 0, size = 0;
};

Entry entryAt(zip_t* archive, std::uint64_t index, const std::string& path) {
    zip_stat_t stat;
    constexpr zip_uint64_t kNeeded = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD;
    if (zip_stat_index(archive, index, ZIP_FL_ENC_RAW, &stat) != 0 || (stat.valid & kNeeded) != kNeeded)
        refuse(path, fmt::format("entry {} of the archive cannot be read", index),
               "save the arrays again with numpy.savez");
    std::string name = stat.name;
    for (char& c : name)
        if (c >= 0 && c < ' ') c = '?';
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE)
        refuse(path, fmt::format("{:.60} is encrypted", name), "save the arrays again with numpy.savez");
    if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE)
        refuse(path, fmt::format("{:.60} is compressed in a way that NumPy does not use", name),
               "save the arrays again with numpy.savez_compressed");
    // Deflate packs at most 1032 to 1; what claims more is no honest array.
    if (stat.size / 1032 > stat.comp_size)
        refuse(path, fmt::format("{:.60} claims {} bytes from {}", name, stat.size, stat.comp_size),
               "the archive is damaged; save the arrays again with numpy.savez");
    if (name.size() > kEnding.size() && name.compare(name.size() - kEnding.size(), kEnding.size(), kEnding) == 0)
        return {name.substr(0, name.size() - kEnding.size()), index, stat.size};
    if (name.size() >= 8 && name.compare(name.size() - 8, 8, "data.pkl") == 0)
        refuse(path, "this is a PyTorch archive with Python objects (pickle), which are never opened",
               "save it with safetensors.torch.save_file(model.state_dict(), file)");
    refuse(path, fmt::format("{:.60} is no .npy file", name), "save the arrays again with numpy.savez");
}

std::vector<Entry> entries(zip_t* archive, const std::string& path) {
    const zip_int64_t count = zip_get_num_entries(archive, 0);
    if (count < 0 || std::uint64_t(count) > limits::kNpzEntries)
        refuse(path, fmt::format("an archive of {} arrays is too large", count),
               fmt::format("at most {} are read", limits::kNpzEntries));
    std::vector<Entry> found;
    std::uint64_t total = 0;
    for (zip_int64_t i = 0; i < count; ++i) {
        found.push_back(entryAt(archive, std::uint64_t(i), path));
        if (found.back().size > limits::kNpzBytes - total)
            refuse(path, "unpacked, the arrays are too large",
                   fmt::format("at most {} bytes are unpacked", limits::kNpzBytes));
        total += found.back().size;
    }
    return found;
}

std::string unpacked(zip_t* archive, const Entry& entry, const std::string& path) {
    const std::unique_ptr<zip_file_t, Discard> file(zip_fopen_index(archive, entry.index, 0));
    const std::string damaged = fmt::format("{:.60} cannot be unpacked", entry.name);
    if (!file) refuse(path, damaged, "the archive is damaged; save the arrays again with numpy.savez");
    // Grows with what arrives, not with what was promised. The last read, past the end, checks the checksum.
    constexpr std::uint64_t kStep = 1 << 20;
    std::string bytes;
    for (;;) {
        const std::size_t have = bytes.size();
        bytes.resize(have + std::size_t(std::min(kStep, entry.size - have + 1)));
        const zip_int64_t got = zip_fread(file.get(), bytes.data() + have, bytes.size() - have);
        bytes.resize(have + std::size_t(std::max<zip_int64_t>(got, 0)));
        if (got < 0 || bytes.size() > entry.size || (got == 0 && have < entry.size))
            refuse(path, damaged, "the archive is damaged; save the arrays again with numpy.savez");
        if (got == 0) return bytes;
    }
}

std::string content(zip_source_t* source) {
    zip_stat_t stat;
    std::string bytes;
    if (zip_source_stat(source, &stat) == 0 && zip_source_open(source) == 0) {
        bytes.resize(std::size_t(stat.size));
        const zip_int64_t got = zip_source_read(source, bytes.data(), bytes.size());
        zip_source_close(source);
        if (got == zip_int64_t(bytes.size())) return bytes;
    }
    throw Error(Kind::File, "the archive could not be put together");
}

}  // namespace

NpzArrays parseNpz(std::string_view bytes, const std::string& path) {
    if (bytes.substr(0, 2) != "PK") refuse(path, "this is no .npz file", "save the arrays with numpy.savez");
    ZipError error;
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error.error);
    if (!source) refuse(path, error.text(), "save the arrays again with numpy.savez");
    const Archive archive = open(source, ZIP_RDONLY, path);
    NpzArrays arrays;
    for (const Entry& entry : entries(archive.get(), path)) {
        if (arrays.count(entry.name) > 0)
            refuse(path, fmt::format("there are two arrays {:.60}", entry.name),
                   "save the arrays again with numpy.savez");
        arrays.emplace(entry.name, core::parseNpy(unpacked(archive.get(), entry, path), path + ":" + entry.name));
    }
    return arrays;
}

std::string npzBytes(const NpzArrays& arrays) {
    if (arrays.empty()) throw Error(Kind::BadInput, "an archive of no arrays", "name at least one");
    ZipError error;
    const Source buffer(zip_source_buffer_create(nullptr, 0, 0, &error.error));
    if (!buffer) throw Error(Kind::File, error.text());
    zip_source_keep(buffer.get());  // the archive takes one reference, this function keeps the other
    Archive archive = open(buffer.get(), ZIP_CREATE | ZIP_TRUNCATE, ".npz");

    std::vector<std::string> files;  // libzip reads them when the archive is closed
    files.reserve(arrays.size());
    for (const auto& [name, array] : arrays) {
        files.push_back(core::npyBytes(array));
        zip_source_t* source = zip_source_buffer(archive.get(), files.back().data(), files.back().size(), 0);
        const zip_int64_t index =
            zip_file_add(archive.get(), (name + std::string(kEnding)).c_str(), source, ZIP_FL_ENC_UTF_8);
        if (index < 0) {
            zip_source_free(source);
            throw Error(Kind::BadInput, "the array " + name + " cannot be put into an archive");
        }
        constexpr zip_uint16_t kMidnight = 0, kFirstOf1980 = 1 << 5 | 1;
        zip_set_file_compression(archive.get(), zip_uint64_t(index), ZIP_CM_STORE, 0);
        zip_file_set_dostime(archive.get(), zip_uint64_t(index), kMidnight, kFirstOf1980, 0);
    }
    if (zip_close(archive.get()) != 0) throw Error(Kind::File, "the archive could not be put together");
    archive.release();
    return content(buffer.get());
}

}  // namespace seglab::nn
