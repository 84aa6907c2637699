#pragma once

#include <string>

#include "core/sizes.h"
#include "figure/views/size_panel.h"

// What the formula and the solver of the size panel share.
namespace seglab::figure::size_panel {

inline constexpr core::Quantity kQuantities[] = {core::Quantity::Input,    core::Quantity::Kernel,
                                                 core::Quantity::Stride,   core::Quantity::Padding,
                                                 core::Quantity::Dilation, core::Quantity::OutputPadding};

/// How a quantity is called.
struct Letter {
    const char* symbol;  ///< in the formula
    const char* word;    ///< in a sentence
    const char* key;     ///< of its role in marked-up text; the parameter's name
    Role role;
};
const Letter& letterOf(core::Quantity quantity);
/// The text in the quantity's colour.
std::string inRole(core::Quantity quantity, const std::string& text);

core::AxisSizes sizesOf(const SizePanel& panel, int axis);
int valueOf(const core::AxisSizes& sizes, core::Quantity quantity);
core::AxisSizes with(core::AxisSizes sizes, core::Quantity quantity, int value);
/// Whether both axes have the same settings: then they are changed together.
bool axesAlike(const SizePanel& panel);
int outputOf(const SizePanel& panel, int axis);
int targetOf(const SizePanel& panel, int axis);

const char* axisName(int axis);                            ///< "height", "width"
const char* axisLetter(const SizePanel& panel, int axis);  ///< "H", "W", "L" for one row
const char* cellsWord(const SizePanel& panel, int axis);   ///< "rows", "columns", "cells"

/// Whether the output's size is still to be predicted.
bool sizeCovered(const View& view, const SizePanel& panel, int axis);
Action set(const char* parameter, std::string value);

/// The question, its solutions to click, and what the forward convolution has to do with it.
void addSolutions(Column& column, const SizePanel& panel, core::Quantity unknown, int axis);
void addForward(Column& column, const SizePanel& panel, int axis);
/// Of a convolution or a pooling: the inputs that give the same output.
void addMappedInputs(Column& column, const SizePanel& panel, int axis);

}  // namespace seglab::figure::size_panel
