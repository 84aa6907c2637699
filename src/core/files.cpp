#include "core/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <optional>
#include <system_error>
#include <utility>

#include "core/error.h"

namespace seglab::core {

namespace {

// What errno means to the user; the cure where there is one.
struct Reason {
    std::string what, cure;
};

Reason reason(int code) {
    switch (code) {
        case ENOENT:
            return {"there is no such file or folder", "check the path"};
        case ENOTDIR:
            return {"a part of the path is not a folder", "check the path"};
        case EACCES:
        case EPERM:
            return {"permission denied", "choose a place that you may use"};
        case EROFS:
            return {"the disk is read-only", "choose another place"};
        case EISDIR:
            return {"this is a folder", "name a file"};
        case ENOSPC:
            return {"the disk is full", "free some space or choose another place"};
        case EDQUOT:
            return {"your disk quota is used up", "free some space or choose another place"};
        case EFBIG:
            return {"the file is larger than this disk allows", "choose another place"};
        case ENAMETOOLONG:
            return {"the name is too long", "choose a shorter one"};
        case EPIPE:
            return {"nobody reads the other end of the pipe", ""};
        default:
            return {std::generic_category().message(code), ""};
    }
}

[[noreturn]] void fail(const std::string& verb, const std::string& path, int code) {
    const Reason why = reason(code);
    throw Error(Kind::File, "cannot " + verb + ": " + why.what, why.cure, path);
}

// Closes what it opened; nothing else.
class Descriptor {
public:
    explicit Descriptor(int value) : value_(value) {}
    ~Descriptor() {
        if (value_ >= 0) ::close(value_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int get() const { return value_; }
    bool open() const { return value_ >= 0; }
    /// Some file systems report a full disk only here.
    int close() { return ::close(std::exchange(value_, -1)); }

private:
    int value_;
};

// 0, or errno of what went wrong.
int writeAll(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(descriptor, bytes.data(), std::min<std::size_t>(bytes.size(), 1u << 30));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return errno;
        bytes.remove_prefix(std::size_t(count));
    }
    return 0;
}

// A name for a descriptor that the process already has. These names must not be opened again: where standard output
// goes to a regular file, that would start over at its beginning, and a rename would replace /dev/stdout itself.
std::optional<int> ownDescriptor(const std::string& path) {
    if (path == "/dev/stdin") return STDIN_FILENO;
    if (path == "/dev/stdout") return STDOUT_FILENO;
    if (path == "/dev/stderr") return STDERR_FILENO;
    for (const std::string prefix : {"/dev/fd/", "/proc/self/fd/"}) {
        if (path.rfind(prefix, 0) != 0) continue;
        const std::string digits = path.substr(prefix.size());
        const bool number =
            !digits.empty() && digits.size() < 7 && digits.find_first_not_of("0123456789") == std::string::npos;
        if (number) return std::atoi(digits.c_str());
    }
    return std::nullopt;
}

// A link is kept and the file that it points to is replaced.
std::string target(const std::string& path) {
    char* resolved = ::realpath(path.c_str(), nullptr);
    if (!resolved) return path;
    std::string text = resolved;
    std::free(resolved);
    return text;
}

std::string folderOf(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

struct Temporary {
    std::string path;
    int descriptor;  ///< -1: errno says why
};

Temporary createTemporary(const std::string& folder) {
    static std::atomic<unsigned> counter{0};
    for (;;) {
        const std::string name = ".seglab-" + std::to_string(::getpid()) + "-" + std::to_string(counter++) + ".tmp";
        Temporary temporary{folder + "/" + name, -1};
        temporary.descriptor = ::open(temporary.path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (temporary.descriptor >= 0 || errno != EEXIST) return temporary;
    }
}

// Content, then permissions of the file that is replaced, then everything to the disk. 0 or errno.
int fill(Descriptor& file, std::string_view bytes, const struct stat* before) {
    if (const int code = writeAll(file.get(), bytes)) return code;
    if (before && ::fchmod(file.get(), before->st_mode & 07777) != 0) return errno;
    if (::fsync(file.get()) != 0) return errno;
    return file.close() == 0 ? 0 : errno;
}

void replaceFile(const std::string& named, std::string_view bytes, const struct stat* before) {
    const std::string path = before ? target(named) : named;
    if (before && ::access(path.c_str(), W_OK) != 0) fail("write", named, errno);

    const std::string folder = folderOf(path);
    const Temporary temporary = createTemporary(folder);
    if (temporary.descriptor < 0) fail("write", named, errno);

    Descriptor file(temporary.descriptor);
    int code = fill(file, bytes, before);
    if (code == 0 && ::rename(temporary.path.c_str(), path.c_str()) != 0) code = errno;
    if (code != 0) {
        ::unlink(temporary.path.c_str());
        fail("write", named, code);
    }

    // Make the new name outlive a power cut. The content is in place: a file system that cannot do this is no failure.
    const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_CLOEXEC));
    if (directory.open()) ::fsync(directory.get());
}

void writeDirectly(const std::string& path, std::string_view bytes) {
    Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!file.open()) fail("write", path, errno);
    int code = writeAll(file.get(), bytes);
    if (code == 0 && file.close() != 0) code = errno;
    if (code != 0) fail("write", path, code);
}

// Reads to the end, at most `maximumBytes`. `expected` is a hint: pipes and /proc tell no size.
std::string readAll(const Descriptor& file, const std::string& path, std::uint64_t maximumBytes,
                    std::uint64_t expected) {
    std::string bytes;
    std::size_t filled = 0;
    std::uint64_t room = expected ? expected + 1 : 65536;
    for (;;) {
        if (filled == bytes.size()) {
            bytes.resize(std::size_t(std::min(room, maximumBytes + 1)));
            room += room / 2;
        }
        const ssize_t count = ::read(file.get(), bytes.data() + filled, bytes.size() - filled);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail("read", path, errno);
        if (count == 0) break;
        filled += std::size_t(count);
        if (filled > maximumBytes)
            throw Error(Kind::BadInput, "more than " + std::to_string(maximumBytes) + " bytes, the most that is read",
                        "is this the right file?", path);
    }
    bytes.resize(filled);
    return bytes;
}

}  // namespace

void writeFile(const std::string& path, std::string_view bytes) {
    if (path.empty()) throw Error(Kind::File, "cannot write: the file has no name", "name a file");
    if (path.find('\0') != std::string::npos) throw Error(Kind::File, "cannot write: the name holds a zero byte");
    if (const auto descriptor = path == "-" ? std::optional(STDOUT_FILENO) : ownDescriptor(path)) {
        if (const int code = writeAll(*descriptor, bytes)) fail("write", path == "-" ? "standard output" : path, code);
        return;
    }
    struct stat before;
    if (::stat(path.c_str(), &before) != 0) {
        if (errno != ENOENT) fail("write", path, errno);
        if (path.back() == '/') fail("write", path, EISDIR);
        return replaceFile(path, bytes, nullptr);
    }
    if (S_ISDIR(before.st_mode)) fail("write", path, EISDIR);
    if (S_ISREG(before.st_mode)) return replaceFile(path, bytes, &before);
    writeDirectly(path, bytes);
}

std::string readFile(const std::string& path, std::uint64_t maximumBytes) {
    const bool standard = path == "-";
    if (path.find('\0') != std::string::npos) throw Error(Kind::File, "cannot read: the name holds a zero byte");
    const auto own = standard ? std::optional(STDIN_FILENO) : ownDescriptor(path);
    // Without O_NONBLOCK a pipe that nobody writes to would not even be opened.
    const Descriptor file(own ? ::dup(*own) : ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (!file.open()) fail("read", path, errno);

    struct stat status;
    if (::fstat(file.get(), &status) != 0) fail("read", path, errno);
    if (S_ISDIR(status.st_mode)) fail("read", path, EISDIR);
    if (!own && !S_ISREG(status.st_mode))
        throw Error(Kind::File, "cannot read: this is a pipe or a device", "copy its content into a file first", path);
    const std::uint64_t expected = S_ISREG(status.st_mode) ? std::uint64_t(status.st_size) : 0;
    if (expected > maximumBytes)
        throw Error(
            Kind::BadInput,
            std::to_string(expected) + " bytes are more than the " + std::to_string(maximumBytes) + " that are read",
            "is this the right file?", path);
    return readAll(file, standard ? "standard input" : path, maximumBytes, expected);
}

}  // namespace seglab::core
