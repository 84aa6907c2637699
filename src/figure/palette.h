#pragma once

#include <string>

#include "figure/figure.h"

namespace seglab::figure {

/// One meaning, one colour, everywhere (visual language; Okabe & Ito 2008).
enum class Role { Ink, Muted, Input, Kernel, Output, Selection, Skip, Stride, Padding, Dilation, OutputPadding };

/// "input" → Role::Input … ; Role::Ink for an unknown word.
Role roleNamed(const std::string& word);
/// Whether the word names a role; "output padding" may be written "output_padding".
bool isRole(const std::string& word);

/// Surfaces and inks of a theme.
struct Palette {
    Color background, panel, ink, muted, hairline;
    Color raised;  ///< a cell's or control's own surface: white on paper, a little lighter than the background on the
                   ///< board
};
const Palette& palette(Theme theme);

/// Border and fill colour of a role.
Color roleColor(Role role, Theme theme);
/// The role's colour darkened (paper) or lightened (board) until it reaches 4.5:1 on the background.
Color roleTextColor(Role role, Theme theme);
/// A pale fill of the role's colour: `strength` 0…1 between the background and the colour.
Color roleTint(Role role, Theme theme, float strength);
Color mix(Color from, Color to, float t);
/// WCAG 2.1 contrast ratio, 1…21.
double contrast(Color a, Color b);

}  // namespace seglab::figure
