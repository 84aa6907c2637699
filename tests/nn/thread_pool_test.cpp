#include <atomic>
#include <catch2/catch.hpp>
#include <vector>

#include "nn/thread_pool.h"

using seglab::nn::ThreadPool;

TEST_CASE("a loop on the pool meets every index once", "[nn]") {
    for (int threads : {1, 2, 3, 8}) {
        ThreadPool pool(threads);
        CHECK(pool.threads() == threads);
        for (int count : {0, 1, 2, 7, 64, 1000}) {
            std::vector<std::atomic<int>> met(static_cast<std::size_t>(count));
            pool.run(count, [&](int first, int last) {
                for (int i = first; i < last; ++i) ++met[std::size_t(i)];
            });
            for (const std::atomic<int>& times : met) CHECK(times == 1);
        }
    }
}

TEST_CASE("what the threads wrote is there when the loop is done, a thousand times over", "[nn]") {
    ThreadPool pool(4);
    std::vector<int> values(100);
    for (int round = 0; round < 1000; ++round)
        pool.run(100, [&](int first, int last) {
            for (int i = first; i < last; ++i) ++values[std::size_t(i)];
        });
    CHECK(values == std::vector<int>(100, 1000));
}

TEST_CASE("two pools run side by side", "[nn]") {
    ThreadPool outer(2);
    std::atomic<int> sum{0};
    outer.run(4, [&](int first, int last) {
        ThreadPool inner(2);
        inner.run(10, [&](int from, int to) { sum += (to - from) * (last - first); });
    });
    CHECK(sum == 40);
}
