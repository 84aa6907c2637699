#include <algorithm>
#include <optional>

#include "figure/text.h"

namespace seglab::figure {

namespace {

/// The words before the bar of "[input|…]".
struct Mark {
    Role role = Role::Ink;
    bool bold = false, number = false;
};

/// The style of a group's key, over that of the group around it; none where the word is no key.
std::optional<Mark> markNamed(const std::string& key, Mark around) {
    if (key == "b") {
        around.bold = true;
    } else if (key == "n") {
        around.number = true;
    } else if (isRole(key)) {
        around.role = roleNamed(key);
        // Nothing is said by colour alone: a coloured word is semi-bold too.
        around.bold = around.bold || (around.role != Role::Ink && around.role != Role::Muted);
    } else {
        return std::nullopt;
    }
    return around;
}

/// Reads the marks in one pass. Whatever is not well formed stands for itself.
class MarkupReader {
public:
    explicit MarkupReader(std::string_view markup) : rest_(markup) {}

    std::vector<Span> read() {
        while (!rest_.empty()) {
            if (!escape() && !opensGroup() && !opensLevel() && !closes()) take();
        }
        flush();
        return std::move(spans_);
    }

private:
    struct Group {
        Mark mark;
        int level = 0;
        char closer = 0;
    };

    void take() {
        pending_ += rest_.front();
        rest_.remove_prefix(1);
    }

    void flush() {
        const Group& group = groups_.back();
        if (!pending_.empty())
            spans_.push_back({pending_, group.mark.role, group.mark.bold, group.mark.number, group.level});
        pending_.clear();
    }

    void enter(const Group& group, std::size_t length) {
        flush();
        groups_.push_back(group);
        rest_.remove_prefix(length);
    }

    bool escape() {
        constexpr std::string_view kEscaped = "[]\\_^{}|";
        if (rest_.size() < 2 || rest_[0] != '\\' || kEscaped.find(rest_[1]) == std::string_view::npos) return false;
        rest_.remove_prefix(1);
        take();
        return true;
    }

    bool opensGroup() {
        if (rest_[0] != '[') return false;
        const std::size_t bar = rest_.substr(0, kLongestKey).find('|');
        if (bar == std::string_view::npos) return false;
        const std::optional<Mark> mark = markNamed(std::string(rest_.substr(1, bar - 1)), groups_.back().mark);
        if (!mark) return false;
        enter({*mark, groups_.back().level, ']'}, bar + 1);
        return true;
    }

    bool opensLevel() {
        if (rest_.size() < 2 || (rest_[0] != '_' && rest_[0] != '^') || rest_[1] != '{') return false;
        const int own = rest_[0] == '_' ? -1 : 1;
        const int around = groups_.back().level;
        enter({groups_.back().mark, around != 0 ? around : own, '}'}, 2);
        return true;
    }

    bool closes() {
        if (groups_.size() == 1 || rest_[0] != groups_.back().closer) return false;
        flush();
        groups_.pop_back();
        rest_.remove_prefix(1);
        return true;
    }

    static constexpr std::size_t kLongestKey = 20;  // bytes, with its bracket and bar

    std::string_view rest_;
    std::string pending_;
    std::vector<Span> spans_;
    std::vector<Group> groups_{Group{}};
};

}  // namespace

std::vector<Span> spans(std::string_view markup) {
    return MarkupReader(markup).read();
}

std::string plainText(std::string_view markup) {
    std::string text;
    for (const Span& span : spans(markup)) text += span.text;
    return text;
}

}  // namespace seglab::figure
