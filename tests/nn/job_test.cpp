#include "nn/job.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>
#include <vector>

#include "core/error.h"

using namespace seglab;
using nn::Worker;
using State = nn::JobProgress::State;

namespace {

using Counts = std::vector<int>;

/// Publishes 1, 2, … `last`, each as a vector of as many equal numbers, so that a torn snapshot would show.
std::shared_ptr<const nn::Job<Counts>> counting(const std::string& key, int last) {
    return nn::job<Counts>(key, [last](Worker<Counts>& worker) {
        for (int i = 1; i <= last && !worker.stopped(); ++i) {
            worker.publish(std::make_shared<const Counts>(std::size_t(i), i));
            worker.progress(double(i) / last, "counting");
        }
    });
}

/// Goes on until it is stopped.
std::shared_ptr<const nn::Job<int>> endless(const std::string& key) {
    return nn::job<int>(key, [](Worker<int>& worker) {
        worker.publish(std::make_shared<const int>(7));
        while (!worker.stopped()) std::this_thread::yield();
    });
}

}  // namespace

TEST_CASE("a job ends with its last snapshot, all of it done", "[job]") {
    const auto job = counting("test ends", 100);
    REQUIRE(job->wait());
    CHECK(job->progress().state == State::Done);
    CHECK(job->progress().fraction == 1);
    CHECK(job->progress().snapshots == 100);
    CHECK(job->progress().doing == "counting");
    CHECK(*job->latest() == Counts(100, 100));
    CHECK_NOTHROW(job->rethrow());
}

TEST_CASE("snapshots read while a job goes on are whole and never older than the last", "[job]") {
    const auto job = counting("test whole", 3000);
    std::size_t before = 0;
    for (bool running = true; running;) {
        running = job->progress().running();
        const auto counts = job->latest();
        if (!counts) continue;
        REQUIRE(counts->size() >= before);
        REQUIRE(counts->front() == int(counts->size()));
        REQUIRE(counts->back() == int(counts->size()));
        before = counts->size();
    }
    CHECK(before == 3000);
}

TEST_CASE("the same key is the same job, running or ended", "[job]") {
    std::atomic<int> begun{0};
    const auto ask = [&] {
        return nn::job<int>("test same",
                            [&begun](Worker<int>& worker) { worker.publish(std::make_shared<const int>(++begun)); });
    };
    const auto first = ask(), second = ask();
    REQUIRE(first->wait());
    REQUIRE(second->wait());
    CHECK(*ask()->latest() == 1);
    CHECK(begun == 1);
}

TEST_CASE("a job is stopped by hand, and begins anew when it is asked for again", "[job]") {
    const auto job = endless("test stop");
    CHECK_FALSE(job->wait(0));
    job->stop();
    REQUIRE(job->wait());
    CHECK(job->progress().state == State::Stopped);
    CHECK_FALSE(endless("test stop")->wait(0));
}

TEST_CASE("a job that nobody holds stops by itself", "[job]") {
    std::atomic<bool> over{false};
    auto job = nn::job<int>("test dropped", [&over](Worker<int>& worker) {
        while (!worker.stopped()) std::this_thread::yield();
        over = true;
    });
    auto other = job;
    job.reset();
    CHECK_FALSE(other->wait(0));
    other.reset();
    while (!over) std::this_thread::yield();
    SUCCEED("it looked, and ended");
}

TEST_CASE("what a job throws is thrown again where it is asked for, and is tried again", "[job]") {
    const auto failing = [] {
        return nn::job<int>("test fails", [](Worker<int>&) {
            throw Error(Kind::BadInput, "no such picture", "choose another", "a.png");
        });
    };
    const auto job = failing();
    REQUIRE(job->wait());
    CHECK(job->progress().state == State::Failed);
    CHECK_THROWS_WITH(job->rethrow(), "a.png: no such picture\n  choose another");
    CHECK(job->latest() == nullptr);
    CHECK(failing()->wait());
}

TEST_CASE("news wake the window; mere progress not more often than it can be seen", "[job]") {
    std::atomic<int> woken{0};
    nn::onJobNews([&woken] { ++woken; });
    const auto job = nn::job<int>("test news", [](Worker<int>& worker) {
        for (int i = 0; i < 100000; ++i) worker.progress(i / 1e5, "working");
        worker.publish(std::make_shared<const int>(1));
    });
    REQUIRE(job->wait());
    nn::onJobNews({});
    CHECK(woken >= 2);
    CHECK(job->progress().news < 50000);
}

TEST_CASE("many jobs asked for and dropped at once leave nothing behind", "[job]") {
    for (int i = 0; i < 60; ++i) {
        const auto job = endless("test many " + std::to_string(i));
        CHECK(endless("test many " + std::to_string(i))->progress().running());
    }
    CHECK(counting("test many, last", 3)->wait());
}
