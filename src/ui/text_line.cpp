#include "ui/text_line.h"

namespace seglab::ui {

namespace {

constexpr std::size_t kMaximumBytes = 64 << 10;  // as a state string

bool continues(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

}  // namespace

void TextLine::selectAll() {
    anchor_ = 0;
    caret_ = text_.size();
}

void TextLine::setCaret(std::size_t at) {
    at = std::min(at, text_.size());
    while (at > 0 && at < text_.size() && continues(text_[at])) --at;
    caret_ = anchor_ = at;
}

void TextLine::insert(std::string_view typed) {
    std::string clean;
    for (char c : typed)
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) clean += c;
    std::size_t begin = selectionBegin();
    text_.erase(begin, selectionEnd() - begin);
    if (text_.size() + clean.size() > kMaximumBytes) clean.clear();
    text_.insert(begin, clean);
    caret_ = anchor_ = begin + clean.size();
}

bool TextLine::key(const Chord& chord) {
    if (chord.control && chord.key == "A") {
        selectAll();
        return true;
    }
    bool some = anchor_ != caret_;
    if (chord.key == "Left")
        moveTo(some && !chord.shift ? selectionBegin() : before(caret_), chord.shift);
    else if (chord.key == "Right")
        moveTo(some && !chord.shift ? selectionEnd() : after(caret_), chord.shift);
    else if (chord.key == "Home")
        moveTo(0, chord.shift);
    else if (chord.key == "End")
        moveTo(text_.size(), chord.shift);
    else if (chord.key == "Backspace" || chord.key == "Delete") {
        if (!some) anchor_ = chord.key == "Delete" ? after(caret_) : before(caret_);
        insert("");
    } else
        return false;
    return true;
}

std::size_t TextLine::before(std::size_t at) const {
    if (at > 0) --at;
    while (at > 0 && continues(text_[at])) --at;
    return at;
}

std::size_t TextLine::after(std::size_t at) const {
    if (at < text_.size()) ++at;
    while (at < text_.size() && continues(text_[at])) ++at;
    return at;
}

void TextLine::moveTo(std::size_t at, bool selecting) {
    caret_ = at;
    if (!selecting) anchor_ = at;
}

}  // namespace seglab::ui
