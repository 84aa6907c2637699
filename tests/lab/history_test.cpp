#include "lab/history.h"

#include <catch2/catch.hpp>

#include "core/random.h"
#include "lab/lab.h"

using namespace seglab;
using namespace seglab::lab;

namespace {

core::ParameterTable counted(std::int64_t count) {
    core::ParameterTable table = labNamed("every-type").table();
    table.set("count", count);
    return table;
}

}  // namespace

TEST_CASE("a hundred changes can be undone and redone, the first are forgotten", "[history]") {
    History history(counted(0));
    for (int i = 1; i <= 130; ++i) history.record(counted(i));
    for (int i = 129; i >= 30; --i) CHECK(history.undo() == counted(i));
    CHECK_FALSE(history.canUndo());
    CHECK(history.undo() == counted(30));
    for (int i = 31; i <= 130; ++i) CHECK(history.redo() == counted(i));
    CHECK_FALSE(history.canRedo());
}

TEST_CASE("a drag is one change, from where it began to where it ended", "[history]") {
    History history(counted(0));
    history.record(counted(1), "drag count");
    history.record(counted(2), "drag count");
    history.record(counted(3), "drag count");
    history.endGesture();
    history.record(counted(4), "drag count");
    CHECK(history.undo() == counted(3));
    CHECK(history.undo() == counted(0));
    CHECK(history.redo() == counted(3));
}

TEST_CASE("a drag back to where it began leaves nothing to undo", "[history]") {
    History history(counted(0));
    history.record(counted(1), "drag");
    history.record(counted(0), "drag");
    CHECK_FALSE(history.canUndo());
    history.record(counted(2), "drag");
    CHECK(history.undo() == counted(0));
}

TEST_CASE("a change that changes nothing is not kept", "[history]") {
    History history(counted(0));
    history.record(counted(0));
    CHECK_FALSE(history.canUndo());
}

TEST_CASE("a new change forgets what could be redone, an equal one does not", "[history]") {
    History history(counted(0));
    history.record(counted(1));
    history.undo();
    history.record(counted(0));
    CHECK(history.canRedo());
    history.record(counted(2));
    CHECK_FALSE(history.canRedo());
    CHECK(history.undo() == counted(0));
}

TEST_CASE("a gesture after an undo is a change of its own", "[history]") {
    History history(counted(0));
    history.record(counted(1), "drag");
    history.record(counted(2));
    history.undo();
    history.record(counted(5), "drag");
    CHECK(history.undo() == counted(1));
}
