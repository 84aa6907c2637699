#include "app/drive_script.h"

#include "fuzz/target.h"

namespace seglab::test {

namespace {

/// Line by line, as `seglab drive` reads it.
void parse(std::string_view bytes) {
    int number = 1;
    for (std::size_t at = 0; at <= bytes.size(); ++number) {
        const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
        const auto command = app::parseDriveLine(bytes.substr(at, end - at), number);
        if (command && command->kind == app::DriveCommand::Kind::Resize)
            require(command->x >= 1 && command->y >= 1, "a window has a size");
        if (command && command->kind == app::DriveCommand::Kind::Wait)
            require(command->x >= 0, "time does not run back");
        at = end + 1;
    }
}

FuzzTarget target() {
    return {.name = "drive_script",
            .parse = parse,
            .good = {"click \"Output padding\"  # the control\nclick output(1,2)\ndouble-click kernel(0,0)",
                     "drag input(0,0) kernel(0,1)\ndrag input(0,0) 12,-4.5\nhover input(0,1)",
                     "key Ctrl+Shift+Z\ntype \"a \\\"b\\\"\"\ndrop /a/b.png\nresize 1024x768\nwait 0.5\nwait idle",
                     "expect state stride=2,1\nexpect caption contains \"stamps 3\"\nexpect region output(1,2) = 12\n"
                     "expect message contains \"gave way\"\nscreenshot a.png\nstate"},
            .bad = {"clik output(0,0)", "click", "resize 10by20", "resize 0x20", "wait long", "wait -1", "type \"open",
                    "expect", "expect region output(1,2)", "drag input(0,0)", "screenshot", "type", "state now"}};
}

SEGLAB_FUZZ_TARGET(target())

}  // namespace

}  // namespace seglab::test
