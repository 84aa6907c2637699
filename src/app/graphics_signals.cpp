#include "app/graphics_signals.h"

#include <pthread.h>

#include <utility>

namespace seglab::app {

EndSignals::EndSignals(std::function<void()> wake) {
    sigset_t waited;
    sigemptyset(&waited);
    sigaddset(&waited, SIGTERM);
    sigaddset(&waited, SIGINT);
    // Threads that are made later inherit this: the signals go to ours alone.
    pthread_sigmask(SIG_BLOCK, &waited, &before_);
    thread_ = std::thread([this, waited, wake = std::move(wake)] {
        int came = 0;
        if (sigwait(&waited, &came) != 0) return;
        signal_ = came;
        wake();
    });
}

EndSignals::~EndSignals() {
    // One for our own thread, should it still wait.
    pthread_kill(thread_.native_handle(), SIGTERM);
    thread_.join();
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace seglab::app
