#include "core/files.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <functional>
#include <thread>

#include "core/error.h"
#include "support/temporary_folder.h"

using namespace seglab;
using namespace seglab::core;
using namespace seglab::test;
namespace fs = std::filesystem;

namespace {

Error failure(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error;
    }
    FAIL("no error was thrown");
    return Error(Kind::Usage, "");
}

}  // namespace

TEST_CASE("what is written is read back, and nothing else is left in the folder", "[files]") {
    const TemporaryFolder folder;
    const std::string bytes("a\0b\n\xff", 5);
    writeFile(folder / "x", bytes);
    CHECK(readFile(folder / "x", 5) == bytes);
    writeFile(folder / "x", "");
    CHECK(readFile(folder / "x", 0).empty());
    const std::string large(3 << 20, 'q');
    writeFile(folder / "x", large);
    CHECK(readFile(folder / "x", 3 << 20) == large);
    CHECK(folder.fileCount() == 1);
}

TEST_CASE("a file in the working folder needs no folder in its name", "[files]") {
    const TemporaryFolder folder;
    const fs::path before = fs::current_path();
    fs::current_path(folder.path());
    writeFile("plain", "here");
    fs::current_path(before);
    CHECK(readFile(folder / "plain", 10) == "here");
}

TEST_CASE("a replaced file keeps its permissions, a new one follows the umask", "[files]") {
    const TemporaryFolder folder;
    const mode_t mask = ::umask(027);
    writeFile(folder / "new", "1");
    ::umask(mask);
    CHECK((fs::status(folder / "new").permissions() & fs::perms::all) == fs::perms(0640));
    fs::permissions(folder / "new", fs::perms(0604));
    writeFile(folder / "new", "2");
    CHECK((fs::status(folder / "new").permissions() & fs::perms::all) == fs::perms(0604));
}

TEST_CASE("a link stays a link and its file is replaced", "[files]") {
    const TemporaryFolder folder;
    fs::create_directory(folder / "elsewhere");
    writeFile(folder / "elsewhere/real", "old");
    fs::create_symlink("elsewhere/real", folder / "link");
    writeFile(folder / "link", "new");
    CHECK(fs::is_symlink(folder / "link"));
    CHECK(readFile(folder / "elsewhere/real", 10) == "new");
}

TEST_CASE("an unwritable place is named, with the reason, and the old file stays", "[files]") {
    const TemporaryFolder folder;
    SECTION("missing folder") {
        const Error error = failure([&] { writeFile(folder / "no/where", "x"); });
        CHECK(error.kind() == Kind::File);
        CHECK(error.where() == folder / "no/where");
        CHECK(error.problem() == "cannot write: there is no such file or folder");
        CHECK(folder.fileCount() == 0);
    }
    SECTION("a folder") {
        CHECK(failure([&] { writeFile(folder.path(), "x"); }).problem() == "cannot write: this is a folder");
        CHECK(failure([&] { writeFile(folder / "sub/", "x"); }).problem() == "cannot write: this is a folder");
    }
    SECTION("a file in the way") {
        writeFile(folder / "file", "x");
        const Error error = failure([&] { writeFile(folder / "file/below", "x"); });
        CHECK(error.problem() == "cannot write: a part of the path is not a folder");
    }
    SECTION("no name") {
        CHECK(failure([&] { writeFile("", "x"); }).kind() == Kind::File);
        CHECK(failure([&] { writeFile(std::string("a\0b", 3), "x"); }).kind() == Kind::File);
    }
    SECTION("too long a name") {
        CHECK(failure([&] { writeFile(folder / std::string(300, 'n'), "x"); }).problem() ==
              "cannot write: the name is too long");
        CHECK(folder.fileCount() == 0);
    }
    SECTION("read-only folder") {
        writeFile(folder / "old", "old");
        fs::permissions(folder.path(), fs::perms(0500));
        if (::geteuid() != 0) {  // no permission stops the superuser
            CHECK(failure([&] { writeFile(folder / "old", "new"); }).kind() == Kind::File);
            CHECK(failure([&] { writeFile(folder / "new", "new"); }).kind() == Kind::File);
        }
        fs::permissions(folder.path(), fs::perms(0700));
        CHECK(folder.fileCount() == 1);
    }
}

TEST_CASE("a full disk is a message and leaves nothing half-written", "[files]") {
    if (!fs::exists("/dev/full")) return;
    const Error error = failure([] { writeFile("/dev/full", "x"); });
    CHECK(error.kind() == Kind::File);
    CHECK(error.problem() == "cannot write: the disk is full");
    CHECK(fs::is_character_file("/dev/full"));
}

TEST_CASE("a disk that fills up half-way keeps the old file and nothing else", "[files]") {
    const TemporaryFolder folder;
    writeFile(folder / "work", "old");
    rlimit before;
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{1000, before.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
    std::string problem;
    try {
        writeFile(folder / "work", std::string(5000, 'n'));
    } catch (const Error& error) {
        problem = error.problem();
    }
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    CHECK(problem == "cannot write: the file is larger than this disk allows");
    CHECK(readFile(folder / "work", 100) == "old");
    CHECK(folder.fileCount() == 1);
}

TEST_CASE("a pipe is written to directly, and one that the process was given is read to its end", "[files]") {
    const TemporaryFolder folder;
    const std::string pipe = folder / "pipe";
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    const std::string bytes(300'000, 'p');
    std::thread writer([&] { writeFile(pipe, bytes); });
    const int reader = ::open(pipe.c_str(), O_RDONLY);
    const std::string got = readFile("/dev/fd/" + std::to_string(reader), 1 << 20);
    ::close(reader);
    writer.join();
    CHECK(got == bytes);
    CHECK(fs::is_fifo(pipe));
}

TEST_CASE("standard output sent to a file is appended to, not replaced", "[files]") {
    const TemporaryFolder folder;
    const int saved = ::dup(STDOUT_FILENO);
    const int file = ::open((folder / "out").c_str(), O_WRONLY | O_CREAT, 0600);
    ::dup2(file, STDOUT_FILENO);
    writeFile("-", "one ");
    writeFile("/dev/stdout", "two ");
    writeFile("/dev/fd/1", "three");
    ::dup2(saved, STDOUT_FILENO);
    ::close(file);
    ::close(saved);
    CHECK(readFile(folder / "out", 100) == "one two three");
    CHECK(fs::is_symlink("/dev/stdout"));
}

TEST_CASE("what is too large is refused at one past the limit, before it is read", "[files]") {
    const TemporaryFolder folder;
    writeFile(folder / "ten", "0123456789");
    CHECK(readFile(folder / "ten", 10).size() == 10);
    const Error error = failure([&] { readFile(folder / "ten", 9); });
    CHECK(error.kind() == Kind::BadInput);
    CHECK(error.where() == folder / "ten");
}

TEST_CASE("what cannot be read is a file error with its own words", "[files]") {
    const TemporaryFolder folder;
    CHECK(failure([&] { readFile(folder / "none", 10); }).problem() == "cannot read: there is no such file or folder");
    CHECK(failure([&] { readFile(folder.path(), 10); }).problem() == "cannot read: this is a folder");
    CHECK(failure([&] { readFile(folder / "none", 10); }).kind() == Kind::File);
}

TEST_CASE("a pipe that nobody writes to, and a device, hold no reader", "[files]") {
    const TemporaryFolder folder;
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
    for (const std::string& path : {folder / "pipe", std::string("/dev/zero")}) {
        const Error error = failure([&] { readFile(path, 1000); });
        CHECK(error.kind() == Kind::File);
        CHECK(error.problem() == "cannot read: this is a pipe or a device");
    }
}

TEST_CASE("SHA-256 agrees with the published examples", "[files]") {
    CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(sha256(std::string(1'000'000, 'a')) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}
