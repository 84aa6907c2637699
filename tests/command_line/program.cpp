#include "command_line/program.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "support/temporary_folder.h"

namespace seglab::test {

namespace {

std::string contentOf(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> all;
    for (std::string& text : texts) all.push_back(text.data());
    all.push_back(nullptr);
    return all;
}

void redirect(const std::string& path, int flags, int to) {
    const int file = ::open(path.c_str(), flags, 0600);
    if (file < 0) ::_exit(126);
    ::dup2(file, to);
    ::close(file);
}

class Started {
public:
    explicit Started(const Call& call) : discards_(!call.outputDevice.empty()) {
        std::ofstream(folder_.path("in"), std::ios::binary) << call.input;
        std::vector<std::string> words = call.words;
        words.insert(words.begin(), call.program.empty() ? SEGLAB_EXAMPLE_PROGRAM : call.program);
        std::vector<std::string> environment = call.environment;
        environment.push_back("PATH=/usr/bin:/bin");
        const std::vector<char*> arguments = pointers(words), variables = pointers(environment);
        const std::string output = discards_ ? call.outputDevice : folder_.path("out");
        child_ = ::fork();
        if (child_ != 0) return;
        redirect(folder_.path("in"), O_RDONLY, 0);
        redirect(output, O_WRONLY | O_CREAT, 1);
        redirect(folder_.path("err"), O_WRONLY | O_CREAT, 2);
        ::execve(arguments[0], arguments.data(), variables.data());
        ::_exit(127);
    }

    pid_t child() const { return child_; }
    Run wait() {
        int status = 0;
        ::waitpid(child_, &status, 0);
        Run run;
        run.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        if (!discards_) run.output = contentOf(folder_.path("out"));
        run.errors = contentOf(folder_.path("err"));
        return run;
    }

private:
    TemporaryFolder folder_;
    bool discards_;
    pid_t child_ = -1;
};

}  // namespace

Run run(const Call& call) {
    return Started(call).wait();
}

Run run(std::vector<std::string> words) {
    return run(Call{.words = std::move(words)});
}

Run interrupted(const Call& call) {
    Started started(call);
    // It cannot end by itself before that: the caller lets it wait for input that never comes.
    for (int i = 0; i < 100; ++i) {
        ::usleep(20'000);
        const std::string state = contentOf("/proc/" + std::to_string(started.child()) + "/wchan");
        if (state.find("pipe") != std::string::npos || state.find("wait_for_partner") != std::string::npos || i > 25)
            break;
    }
    ::kill(started.child(), SIGINT);
    return started.wait();
}

}  // namespace seglab::test
