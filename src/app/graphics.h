#pragma once

#include <string>

#include "figure/figure.h"
#include "lab/state.h"

// Everything of the command line that needs pixels. Built twice: graphics*.cpp with OpenGL, no_graphics.cpp without,
// where every function throws Error(Graphics) with what to do instead.
namespace seglab::app {

struct WindowOptions {
    figure::Theme theme = figure::Theme::Paper;
    float scale = 1;
    bool present = false;
    bool onlyLab = false;  ///< the program of one lab: there is no launcher behind it
};

/// Opens the window: the launcher when `request` names no lab. Returns the exit code after it was closed.
int openWindow(const lab::StateRequest& request, const WindowOptions& options);

struct RenderOptions {
    int width = 1280, height = 800;  ///< of the file, in pixels
    float scale = 1;
    figure::Theme theme = figure::Theme::Paper;
    bool window = false;  ///< the whole window as a user sees it
    bool present = false;
    bool measure = false;
};

/// The bytes of a PNG of the scene's step.
std::string renderPng(const lab::Scene& scene, const RenderOptions& options);
/// The bytes of a GIF of all steps, at most 500 frames, evenly chosen.
std::string renderGif(const lab::Scene& scene, const RenderOptions& options);

struct DriveOptions {
    int width = 1280, height = 800;
    float scale = 1;
    figure::Theme theme = figure::Theme::Paper;
    bool show = false;  ///< in a real window
};

/// Runs a script (command-line contract, "Scripts for drive") against the real window code. What it prints (state
/// strings) goes to `output`. Throws CheckFailed at the first expectation that fails, Usage for what cannot be read;
/// the message names the line.
void drive(const lab::StateRequest& request, const DriveOptions& options, const std::string& script,
           std::string& output);

struct BenchWindowOptions {
    int frames = 200;
    int width = 1280, height = 800;
};

/// The JSON document of `bench window`.
std::string benchWindow(const lab::StateRequest& request, const BenchWindowOptions& options);

}  // namespace seglab::app
