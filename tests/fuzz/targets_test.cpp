#include <catch2/catch.hpp>

#include <filesystem>
#include <set>

#include "core/error.h"
#include "core/files.h"
#include "core/limits.h"
#include "core/random.h"
#include "fuzz/target.h"

using namespace seglab;
using test::FuzzTarget;

namespace {

/// A byte changed, a stretch cut out, doubled or taken from another file: what a fuzzer without feedback does.
std::string mutated(const FuzzTarget& target, core::Random& random) {
    const auto place = [&](const std::string& in) { return std::size_t(random.integer(0, std::int64_t(in.size()))); };
    const auto any = [&]() -> const std::string& {
        return target.good[std::size_t(random.integer(0, std::int64_t(target.good.size()) - 1))];
    };
    std::string bytes = any();
    for (std::int64_t changes = random.integer(1, 4); changes > 0; --changes) {
        const std::size_t at = place(bytes), length = std::size_t(random.integer(0, 9));
        const std::string& other = any();
        switch (random.integer(0, 3)) {
            case 0:
                if (at < bytes.size()) bytes[at] = char(random.next());
                break;
            case 1:
                bytes.erase(at, length);
                break;
            case 2:
                bytes.insert(at, bytes.substr(place(bytes), length));
                break;
            default:
                bytes.insert(at, other.substr(place(other), length));
        }
    }
    return bytes;
}

}  // namespace

TEST_CASE("every parser takes its well-formed examples", "[fuzz]") {
    for (const FuzzTarget& target : test::fuzzTargets()) {
        INFO(target.name);
        CHECK(target.good.size() >= 3);
        for (const std::string& bytes : target.good) {
            INFO(bytes.substr(0, 200));
            CHECK_NOTHROW(target.parse(bytes));
        }
    }
}

TEST_CASE("every parser tells what is wrong with each malformed example, and what to do", "[fuzz]") {
    for (const FuzzTarget& target : test::fuzzTargets()) {
        INFO(target.name);
        CHECK(target.bad.size() >= 6);
        std::set<std::string> messages;
        for (const std::string& bytes : target.bad) {
            INFO(bytes.substr(0, 200));
            std::string message = "taken without objection";
            try {
                target.parse(bytes);
            } catch (const Error& error) {
                message = error.what();
                CHECK_FALSE(error.cure().empty());
            }
            INFO(message);
            CHECK(message != "taken without objection");
            CHECK(messages.insert(message).second);
        }
    }
}

TEST_CASE("what broke a parser once never does again", "[fuzz]") {
    // tests/fuzz/found/<target>-…: the shortest inputs that a fuzzer found.
    for (const auto& entry : std::filesystem::directory_iterator(SEGLAB_SOURCE_DIR "/tests/fuzz/found")) {
        const std::string path = entry.path().string(), name = entry.path().filename().string();
        INFO(path);
        for (const FuzzTarget& target : test::fuzzTargets())
            if (name.compare(0, target.name.size() + 1, target.name + "-") == 0)
                test::survives(target, core::readFile(path, core::limits::kDecodeBytes));
    }
    SUCCEED("every one was parsed or refused");
}

TEST_CASE("no parser breaks on a thousand damaged examples", "[fuzz]") {
    for (const FuzzTarget& target : test::fuzzTargets()) {
        core::Random random(17);
        int refused = 0;
        for (int i = 0; i < 1000; ++i) refused += !test::survives(target, mutated(target, random));
        INFO(target.name);
        CHECK(refused > 50);
    }
}
