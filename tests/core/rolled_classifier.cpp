#include "core/rolled_classifier.h"

#include <catch2/catch.hpp>
#include <set>

#include "core/error.h"
#include "core/random.h"

using namespace seglab::core;

TEST_CASE("rolled up, a fully connected classifier is a convolution", "[rolled_classifier]") {
    Random random(5);
    for (int i = 0; i < 60; ++i) {
        const int kernel = int(random.integer(1, 4));
        const ClassifierShape shape{.kernel = kernel,
                                    .channels = int(random.integer(1, 3)),
                                    .classes = int(random.integer(1, 4)),
                                    .plane = {int(random.integer(kernel, 7)), int(random.integer(kernel, 7))}};
        const RolledClassifier classifier(shape, std::uint64_t(i));
        REQUIRE(classifier.scores().shape ==
                Shape{1, shape.classes, classifier.windows().height, classifier.windows().width});
        for (int r = 0; r < classifier.windows().height; ++r)
            for (int c = 0; c < classifier.windows().width; ++c) {
                const auto scores = classifier.fullyConnected({r, c});
                for (int k = 0; k < shape.classes; ++k)
                    CHECK(classifier.scores().at(0, k, r, c) == scores[std::size_t(k)]);
            }
    }
}

TEST_CASE("a weight keeps its number when the matrix is rolled up, and each has one place", "[rolled_classifier]") {
    const RolledClassifier classifier({.kernel = 3, .channels = 2, .classes = 3, .plane = {5, 4}}, 1);
    std::set<int> seen;
    for (int i = 0; i < classifier.inputs(); ++i) {
        const auto place = classifier.placeOf(i);
        CHECK(seen.insert(classifier.inputOf(place)).second);
        CHECK(classifier.inputOf(place) == i);
        for (int k = 0; k < 3; ++k)
            CHECK(classifier.kernels().at(k, place.channel, place.cell.height, place.cell.width) ==
                  classifier.weights()(k, i));
    }
    CHECK(seen.size() == 18);
}

TEST_CASE("a patch that does not fit is refused", "[rolled_classifier]") {
    CHECK_THROWS_AS(RolledClassifier({.kernel = 3, .plane = {2, 5}}, 1), seglab::Error);
    CHECK(RolledClassifier({.kernel = 3, .plane = {3, 3}}, 1).windows() == Pair{1, 1});
}
