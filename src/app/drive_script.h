#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace seglab::app {

/// One line of a drive script (command-line contract, "Scripts for drive").
struct DriveCommand {
    enum class Kind {
        Click,        ///< name
        DoubleClick,  ///< name
        Hover,        ///< name
        Drag,         ///< name, to
        DragBy,       ///< name, x, y: pixels
        Key,          ///< text: "Ctrl+Z"
        Type,         ///< text
        Drop,         ///< text: path
        Resize,       ///< x, y: width, height in pixels
        Wait,         ///< x: seconds
        WaitIdle,
        ExpectState,    ///< name = text
        ExpectCaption,  ///< text
        ExpectRegion,   ///< name = text
        ExpectMessage,  ///< text
        Screenshot,     ///< text: path
        State,
    };
    Kind kind = Kind::State;
    std::string name, to;  ///< of a region or a control
    std::string text;
    double x = 0, y = 0;
};

/// Reads one line; nothing for an empty line or a comment. Throws Error(Usage) that names the line and what was
/// expected.
std::optional<DriveCommand> parseDriveLine(std::string_view line, int number);

}  // namespace seglab::app
