#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <locale>
#include <optional>
#include <sstream>

#include <fmt/format.h>

#include "core/error.h"
#include "core/limits.h"
#include "core/parameter_table.h"

// Values as text and back. Numbers are read and written without a locale: a state string means the same everywhere.
namespace seglab::core {

namespace {

constexpr const char* kRealMinus = "\u2212";  // what the figures draw; a student copies it from there

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && isSpace(text.front())) text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back())) text.remove_suffix(1);
    return text;
}

// As it goes into a message: short, on one line.
std::string quoted(std::string_view text) {
    std::string shown;
    for (char c : text.substr(0, 40)) shown += static_cast<unsigned char>(c) < 32 || c == 127 ? ' ' : c;
    // Do not cut a UTF-8 sequence in two.
    if (text.size() > 40) {
        while (!shown.empty() && (shown.back() & 0xC0) == 0x80) shown.pop_back();
        if (!shown.empty() && (shown.back() & 0x80)) shown.pop_back();
        shown += "…";
    }
    return "\"" + shown + "\"";
}

[[noreturn]] void unreadable(const Parameter& parameter, const std::string& what, const std::string& cure) {
    throw Error(Kind::Usage, what, cure, parameter.name);
}

// Moves past a run of digits; how many there were.
std::size_t skipDigits(std::string_view& text) {
    std::size_t count = 0;
    while (count < text.size() && isDigit(text[count])) ++count;
    text.remove_prefix(count);
    return count;
}

// [sign] digits [. digits] [e [sign] digits], with a digit on at least one side of the point.
bool looksLikeNumber(std::string_view text) {
    const auto skipSign = [&] {
        if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
    };
    skipSign();
    std::size_t digits = skipDigits(text);
    if (!text.empty() && text[0] == '.') {
        text.remove_prefix(1);
        digits += skipDigits(text);
    }
    if (digits == 0) return false;
    if (!text.empty() && (text[0] == 'e' || text[0] == 'E')) {
        text.remove_prefix(1);
        skipSign();
        if (skipDigits(text) == 0) return false;
    }
    return text.empty();
}

// Nothing for what is no finite number.
std::optional<double> readNumber(std::string_view text) {
    if (!looksLikeNumber(text)) return std::nullopt;
    std::istringstream stream{std::string(text)};
    stream.imbue(std::locale::classic());
    double value = 0;
    stream >> value;
    if (stream.fail() || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::optional<std::int64_t> readInteger(std::string_view text) {
    const bool negative = !text.empty() && text[0] == '-';
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
    if (text.empty() || text.size() > 18) return std::nullopt;
    std::int64_t value = 0;
    for (char c : text) {
        if (!isDigit(c)) return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return negative ? -value : value;
}

double number(const Parameter& parameter, std::string_view text) {
    if (const auto value = readNumber(text)) return *value;
    unreadable(parameter, quoted(text) + " is not a number", "write one like 2 or -0.5");
}

std::int64_t integer(const Parameter& parameter, std::string_view text) {
    if (const auto value = readInteger(text)) return *value;
    const bool large = text.find_first_not_of("+-0123456789") == std::string_view::npos && text.size() > 18;
    unreadable(parameter, quoted(text) + (large ? " has too many digits" : " is not a whole number"),
               "write one like 2");
}

bool boolean(const Parameter& parameter, std::string_view text) {
    if (text == "on" || text == "true") return true;
    if (text == "off" || text == "false") return false;
    unreadable(parameter, quoted(text) + " is neither on nor off", "write on or off");
}

// Without one pair of brackets around it: [2,1] as JSON and (2, 1) as PyTorch write it.
std::string_view unwrapped(std::string_view text) {
    if (text.size() < 2) return text;
    const bool wrapped = (text.front() == '[' && text.back() == ']') || (text.front() == '(' && text.back() == ')');
    return wrapped ? trimmed(text.substr(1, text.size() - 2)) : text;
}

int pairEntry(const Parameter& parameter, std::string_view entry, std::string_view whole) {
    const auto value = readInteger(trimmed(entry));
    const bool fits = value && *value >= std::numeric_limits<int>::min() && *value <= std::numeric_limits<int>::max();
    if (!fits) unreadable(parameter, quoted(whole) + " is not a pair", "write 2 for both axes, or height,width: 2,1");
    return int(*value);
}

Pair pair(const Parameter& parameter, std::string_view text) {
    const std::string_view entries = unwrapped(text);
    const std::size_t comma = entries.find(',');
    if (comma == std::string_view::npos) {
        const int both = pairEntry(parameter, entries, text);
        return {both, both};
    }
    return {pairEntry(parameter, entries.substr(0, comma), text),
            pairEntry(parameter, entries.substr(comma + 1), text)};
}

std::string choice(const Parameter& parameter, std::string_view text) {
    if (std::find(parameter.choices.begin(), parameter.choices.end(), text) != parameter.choices.end())
        return std::string(text);
    std::string all;
    for (const std::string& known : parameter.choices) all += (all.empty() ? "" : ", ") + known;
    const std::string close = nearest(text, parameter.choices);
    throw Error(Kind::BadInput, "there is no " + quoted(text),
                (close.empty() ? "" : "did you mean " + close + "? ") + ("choose one of: " + all), parameter.name);
}

// Reads a matrix: rows by `;` or line, numbers by `,` or space; or brackets within brackets, where only they make rows
// (NumPy breaks long rows into lines). Commas must stand between numbers.
class MatrixReader {
public:
    MatrixReader(const Parameter& parameter, std::string_view text) : parameter_(parameter), text_(text) {}

    Matrix read() {
        const bool nested = std::count_if(text_.begin(), text_.end(), opens) > 1;
        for (position_ = 0; position_ < text_.size(); ++position_) {
            const char c = text_[position_];
            if (opens(c))
                open();
            else if (closes(c))
                close();
            else if (c == ',')
                comma();
            else if (c == ';' || c == '\n')
                separateRows(nested, c == ';');
            else if (!isSpace(c))
                element(nested);
        }
        if (depth_ != 0) fail("has a bracket that is not closed");
        endRow();
        return matrix();
    }

private:
    static bool opens(char c) { return c == '[' || c == '{'; }
    static bool closes(char c) { return c == ']' || c == '}'; }

    [[noreturn]] void fail(const std::string& what) const {
        unreadable(parameter_, quoted(text_) + " " + what, "write rows by ; and numbers by , as in 0,1;2,3");
    }

    void open() {
        const bool first = rows_.empty() && row_.empty() && !closed_;
        if (++depth_ > 2 || (depth_ == 1 && !first) || (depth_ == 2 && !row_.empty())) fail("has too many brackets");
        awaiting_ = false;
    }
    void close() {
        if (depth_ == 0) fail("has a bracket that was not opened");
        if (row_.empty() && (depth_ == 2 || rows_.empty())) fail("has an empty row");
        endRow();
        closed_ = --depth_ == 0;
    }
    void comma() {
        // Between the rows of a nested list there is a comma as well.
        const bool betweenRows = depth_ == 1 && row_.empty() && !rows_.empty();
        if (awaiting_ || closed_ || (row_.empty() && !betweenRows)) fail("has a comma without a number before it");
        awaiting_ = true;
    }
    void separateRows(bool nested, bool semicolon) {
        if (nested && !semicolon) return;
        if (nested || (semicolon && row_.empty())) fail("has a ; where no row ends");
        endRow();
    }
    void element(bool nested) {
        if (closed_ || (nested && depth_ != 2)) fail("has a number outside the rows");
        const std::size_t start = position_;
        const auto ends = [](char c) { return isSpace(c) || c == ',' || c == ';' || opens(c) || closes(c); };
        while (position_ + 1 < text_.size() && !ends(text_[position_ + 1])) ++position_;
        const std::string_view word = text_.substr(start, position_ + 1 - start);
        const auto value = readNumber(word);
        if (!value) fail("holds " + quoted(word) + ", which is not a number");
        row_.push_back(*value);
        awaiting_ = false;
    }
    void endRow() {
        if (awaiting_) fail("has a comma without a number after it");
        if (!row_.empty()) rows_.push_back(std::move(row_));
        row_.clear();
    }
    Matrix matrix() const {
        if (rows_.empty()) fail("holds no numbers");
        Matrix result(int(rows_.size()), int(rows_.front().size()));
        result.values.clear();
        for (const auto& row : rows_) {
            if (row.size() != rows_.front().size())
                fail(fmt::format("has rows of {} and of {} numbers", rows_.front().size(), row.size()));
            result.values.insert(result.values.end(), row.begin(), row.end());
        }
        return result;
    }

    const Parameter& parameter_;
    std::string_view text_;
    std::size_t position_ = 0;
    int depth_ = 0;
    bool awaiting_ = false;  // a number, after a comma
    bool closed_ = false;    // the outermost bracket
    std::vector<double> row_;
    std::vector<std::vector<double>> rows_;
};

// What a Python prompt prints: array([[…]]), tensor([[…]], dtype=torch.float64).
std::string_view withoutPython(std::string_view text) {
    const std::size_t first = text.find('['), last = text.rfind(']');
    if (text.empty() || text.back() != ')' || first == std::string_view::npos || last == std::string_view::npos)
        return text;
    const std::string_view call = text.substr(0, first);
    for (std::string_view known : {"array(", "tensor("}) {
        if (call.size() < known.size() || call.substr(call.size() - known.size()) != known) continue;
        const std::string_view module = call.substr(0, call.size() - known.size());
        if (module.empty() || module == "np." || module == "numpy." || module == "torch.")
            return text.substr(first, last + 1 - first);
    }
    return text;
}

// ASCII minus for the real one.
std::string plainMinus(std::string_view text) {
    std::string plain(text);
    for (std::size_t at; (at = plain.find(kRealMinus)) != std::string::npos;) plain.replace(at, 3, "-");
    return plain;
}

std::string numberText(double value) {
    return fmt::format("{}", value == 0 ? 0.0 : value);  // no "-0"
}

std::string pairText(Pair pair) {
    if (pair.height == pair.width) return fmt::format("{}", pair.height);
    return fmt::format("{},{}", pair.height, pair.width);
}

std::string matrixText(const Matrix& matrix) {
    std::string text;
    for (int row = 0; row < matrix.rows; ++row)
        for (int column = 0; column < matrix.columns; ++column) {
            if (row + column > 0) text += column > 0 ? "," : ";";
            text += numberText(matrix(row, column));
        }
    return text;
}

}  // namespace

std::string toText(const Value& value) {
    if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "on" : "off";
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return fmt::format("{}", *whole);
    if (const auto* real = std::get_if<double>(&value)) return numberText(*real);
    if (const auto* both = std::get_if<Pair>(&value)) return pairText(*both);
    if (const auto* matrix = std::get_if<Matrix>(&value)) return matrixText(*matrix);
    return std::get<std::string>(value);
}

Value parseValue(const Parameter& parameter, std::string_view text) {
    if (text.size() > limits::kStateBytes)
        unreadable(parameter, fmt::format("a text of {} bytes is too long", text.size()),
                   fmt::format("at most {} bytes are read", limits::kStateBytes));
    switch (parameter.type) {
        case Type::Choice:
            return choice(parameter, text);
        case Type::Text:
        case Type::File:
            return std::string(text);
        default:
            break;
    }
    const std::string plain = plainMinus(trimmed(text));
    switch (parameter.type) {
        case Type::Boolean:
            return boolean(parameter, plain);
        case Type::Integer:
            return integer(parameter, plain);
        case Type::Number:
            return number(parameter, plain);
        case Type::Pair:
            return pair(parameter, plain);
        default:
            return MatrixReader(parameter, withoutPython(plain)).read();
    }
}

}  // namespace seglab::core
