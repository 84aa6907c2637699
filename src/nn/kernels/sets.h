#pragma once

#include "nn/kernels/kernels.h"

// The functions of the instruction set that is being compiled: SEGLAB_KERNEL_SET is portable, v3 or v4.
namespace seglab::nn::kernels::SEGLAB_KERNEL_SET {

void convolve(const Convolve& task, int firstRow, int lastRow);
void weightGradient(const WeightGradient& task, int firstRow, int lastRow);
void resample(const Resample& task, int firstRow, int lastRow);
void maxPool(const Pool& task, int firstRow, int lastRow);
void unpool(const Pool& task, int firstRow, int lastRow);
void poolGradient(const Pool& task, int firstRow, int lastRow);
void channelAffine(const ChannelAffine& task, int firstRow, int lastRow);
void normaliseBackward(const NormaliseBackward& task, int firstRow, int lastRow);
void pointwise(const Pointwise& task, int firstRow, int lastRow);
void gateAndSum(const View& gradient, const View* value, float slope, double* sums, int firstRow, int lastRow);
void moments(const View& a, const View* b, const float* center, double* sums, int firstRow, int lastRow);

}  // namespace seglab::nn::kernels::SEGLAB_KERNEL_SET
