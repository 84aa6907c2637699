#pragma once

#include <stdexcept>
#include <string>

namespace seglab {

/// What went wrong, as far as a caller has to tell cases apart. The value is the exit code of the command line.
enum class Kind {
    CheckFailed = 1,  ///< a check or an expectation failed
    Usage = 2,        ///< unknown option, lab, operator or parameter name; unreadable syntax
    Graphics = 3,     ///< graphics needed but not there
    BadInput = 4,     ///< an illegal value or combination; a malformed file
    File = 5,         ///< a file is missing or cannot be read or written
    Interrupted = 130,
};

/// The one exception that the libraries throw: what happened, where (file, parameter, value), what to do.
/// A message is one or two lines, without a full stop at the end of `what`.
class Error : public std::runtime_error {
public:
    Error(Kind kind, std::string what, std::string cure = {}, std::string where = {})
        : std::runtime_error(compose(what, cure, where)),
          kind_(kind),
          problem_(std::move(what)),
          cure_(std::move(cure)),
          where_(std::move(where)) {}

    Kind kind() const { return kind_; }
    const std::string& problem() const { return problem_; }
    const std::string& cure() const { return cure_; }
    const std::string& where() const { return where_; }

private:
    static std::string compose(const std::string& what, const std::string& cure, const std::string& where) {
        std::string text = where.empty() ? what : where + ": " + what;
        if (!cure.empty()) text += "\n  " + cure;
        return text;
    }

    Kind kind_;
    std::string problem_, cure_, where_;
};

}  // namespace seglab
