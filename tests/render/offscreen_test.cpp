#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "core/error.h"
#include "render/canvas.h"

using namespace seglab;
using namespace seglab::render;

namespace {

Error failure(int width, int height) {
    try {
        Offscreen offscreen(width, height);
    } catch (const Error& error) {
        return error;
    }
    FAIL("a context was made");
    return Error(Kind::CheckFailed, "");
}

/// Runs one hidden test of this binary with a setting of the environment; its exit code.
int runHidden(const std::string& environment, const std::string& tag) {
    const std::string command = environment + " /proc/self/exe -w NoTests '" + tag + "' > /dev/null";
    // The shell's own /proc/self/exe would be the shell.
    char self[4096] = "";
    const auto length = readlink("/proc/self/exe", self, sizeof self - 1);
    REQUIRE(length > 0);
    std::string resolved = command;
    resolved.replace(resolved.find("/proc/self/exe"), 14, std::string(self, std::size_t(length)));
    return WEXITSTATUS(std::system(resolved.c_str()));
}

}  // namespace

TEST_CASE("a context needs no display", "[render][offscreen]") {
    unsetenv("DISPLAY");
    unsetenv("WAYLAND_DISPLAY");
    Offscreen offscreen(31, 17);
    const figure::Pixels pixels = offscreen.read();
    CHECK(pixels.width == 31);
    CHECK(pixels.height == 17);
    CHECK(pixels.rgba.size() == 31 * 17 * 4);
    CHECK(Canvas::colorAt(pixels, 30, 16).a == 255);
    CHECK(glGetError() == GLenum(GL_NO_ERROR));
}

TEST_CASE("the first row that is read is the top one", "[render][offscreen]") {
    Canvas canvas(10, 10);
    canvas.add(figure::Rectangle{.box = {0, 0, 10, 2}, .fill = kRed}).paint();
    CHECK(canvas.at(5, 0) == kRed);
    CHECK(canvas.at(5, 9) == kWhite);
}

TEST_CASE("two contexts live side by side", "[render][offscreen]") {
    Canvas first(10, 10), second(10, 10);
    first.sheet.background = kRed;
    second.sheet.background = kBlue;
    first.paint();
    second.paint();
    CHECK(first.at(5, 5) == kRed);
    CHECK(second.at(5, 5) == kBlue);
    CHECK(Canvas::colorAt(first.offscreen.read(), 5, 5) == kRed);
    first.offscreen.bind();  // where the first canvas is torn down last
}

TEST_CASE("a size can change", "[render][offscreen]") {
    Canvas canvas(10, 10);
    canvas.offscreen.resize(30, 20);
    CHECK(canvas.offscreen.width() == 30);
    CHECK(canvas.offscreen.read().height == 20);
}

TEST_CASE("a picture beyond the driver's limit is refused in plain words, with the way out", "[render][offscreen]") {
    const Error error = failure(100000, 100);
    CHECK(error.kind() == Kind::Graphics);
    CHECK_THAT(error.what(), Catch::Contains("100000 x 100 pixels") && Catch::Contains("--out figure.svg"));
    CHECK(failure(0, 10).kind() == Kind::Graphics);
    CHECK(failure(10, -5).kind() == Kind::Graphics);
}

TEST_CASE("without a driver the message says what to install", "[render][offscreen]") {
    CHECK(runHidden("__EGL_VENDOR_LIBRARY_FILENAMES=/nonexistent", "[no-driver]") == 0);
}

TEST_CASE("an OpenGL that is too old is named", "[render][offscreen]") {
    CHECK(runHidden("MESA_GL_VERSION_OVERRIDE=3.1", "[old-driver]") == 0);
}

TEST_CASE("the message without a driver", "[.][no-driver]") {
    const Error error = failure(10, 10);
    CHECK(error.kind() == Kind::Graphics);
    CHECK_THAT(error.what(), Catch::Contains("no EGL driver is installed") && Catch::Contains("libegl-mesa0") &&
                                 Catch::Contains("--out figure.svg"));
}

TEST_CASE("the message with an old driver", "[.][old-driver]") {
    const Error error = failure(10, 10);
    CHECK(error.kind() == Kind::Graphics);
    CHECK_THAT(error.what(), Catch::Contains("OpenGL 3.3") && Catch::Contains("--out figure.svg"));
}
