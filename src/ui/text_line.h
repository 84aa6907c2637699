#pragma once

#include <string>
#include <string_view>

#include "ui/event.h"

namespace seglab::ui {

/// One line of text being typed: a value that knows nothing of where it is drawn. Positions are bytes, always between
/// two characters.
class TextLine {
public:
    TextLine() = default;
    explicit TextLine(std::string text) : text_(std::move(text)) { selectAll(); }

    const std::string& text() const { return text_; }
    std::size_t caret() const { return caret_; }
    std::size_t selectionBegin() const { return anchor_ < caret_ ? anchor_ : caret_; }
    std::size_t selectionEnd() const { return anchor_ < caret_ ? caret_ : anchor_; }
    std::string selected() const { return text_.substr(selectionBegin(), selectionEnd() - selectionBegin()); }

    void selectAll();
    void setCaret(std::size_t at);
    /// Replaces the selection. Line breaks and other control characters are left out.
    void insert(std::string_view typed);
    /// Left, Right, Home, End (with Shift: selecting), Backspace, Delete, Ctrl+A. False when the key means nothing
    /// here.
    bool key(const Chord& chord);

private:
    std::size_t before(std::size_t at) const;
    std::size_t after(std::size_t at) const;
    void moveTo(std::size_t at, bool selecting);

    std::string text_;
    std::size_t caret_ = 0, anchor_ = 0;
};

}  // namespace seglab::ui
