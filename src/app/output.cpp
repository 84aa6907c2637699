#include "app/output.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

#include "core/error.h"
#include "core/files.h"

namespace seglab::app {

namespace {

/// Holds back SIGINT while it lives.
class Uninterrupted {
public:
    Uninterrupted() {
        sigset_t interrupt;
        sigemptyset(&interrupt);
        sigaddset(&interrupt, SIGINT);
        pthread_sigmask(SIG_BLOCK, &interrupt, &before_);
    }
    ~Uninterrupted() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    Uninterrupted(const Uninterrupted&) = delete;
    Uninterrupted& operator=(const Uninterrupted&) = delete;

private:
    sigset_t before_;
};

// A pipe without a reader holds a writer for ever; that must stay interruptible, and leaves nothing behind.
bool becomesRegularFile(const std::string& path) {
    struct stat status;
    return path != "-" && (::stat(path.c_str(), &status) != 0 || S_ISREG(status.st_mode));
}

std::string readable(std::string line) {
    constexpr std::size_t kLongest = 400;
    std::replace_if(
        line.begin(), line.end(), [](char c) { return (c >= 0 && c < ' ') || c == 0x7f; }, '?');
    if (line.size() <= kLongest) return line;
    std::size_t end = kLongest;
    while (end > 0 && (line[end] & 0xc0) == 0x80) --end;  // not within a UTF-8 character
    return line.substr(0, end) + "…";
}

extern "C" void onInterrupt(int) {
    ::_exit(int(Kind::Interrupted));
}

volatile std::sig_atomic_t interrupts = 0;

extern "C" void onStopAsked(int) {
    constexpr int kPatience = 3;
    interrupts = interrupts + 1;
    if (interrupts >= kPatience) ::_exit(int(Kind::Interrupted));
}

void handleInterruptWith(void (*handler)(int)) {
    struct sigaction action = {};
    action.sa_handler = handler;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr);
}

}  // namespace

void print(std::string_view text) {
    core::writeFile("-", text);
}

void writeOutput(const std::string& path, std::string_view bytes) {
    if (!becomesRegularFile(path)) return core::writeFile(path, bytes);
    const Uninterrupted hold;
    core::writeFile(path, bytes);
}

std::string errorText(const std::string& program, const std::string& message) {
    const std::size_t end = message.find('\n');
    std::string text = program + ": " + readable(message.substr(0, end)) + "\n";
    if (end != std::string::npos) text += readable(message.substr(end + 1)) + "\n";
    return text;
}

void exitOnInterrupt() {
    handleInterruptWith(onInterrupt);
}

StopOnInterrupt::StopOnInterrupt() {
    interrupts = 0;
    handleInterruptWith(onStopAsked);
}

StopOnInterrupt::~StopOnInterrupt() {
    exitOnInterrupt();
}

bool StopOnInterrupt::asked() {
    return interrupts > 0;
}

}  // namespace seglab::app
