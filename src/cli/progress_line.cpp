#include "cli/progress_line.h"

#include <fmt/core.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

namespace cordon::cli {

ProgressLine::ProgressLine(const app::Progress& progress, bool off)
    : ProgressLine(
          [&progress] {
            std::string text = fmt::format("{} files seen, {} of {} projects read", progress.entries_seen.load(),
                                           progress.projects_done.load(), progress.projects_found.load());
            if (const std::uint32_t asked = progress.registry_questions; asked > 0)
              text += fmt::format(", {} of {} documents from registries", progress.registry_answers.load(), asked);
            return text;
          },
          off) {}

ProgressLine::ProgressLine(std::function<std::string()> text, bool off) : text_(std::move(text)) {
  if (!off && ::isatty(STDERR_FILENO) == 1) thread_ = std::thread([this] { run(); });
}

ProgressLine::~ProgressLine() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void ProgressLine::run() {
  std::unique_lock lock(mutex_);
  bool shown = false;
  auto wait = std::chrono::milliseconds(1'000);
  while (!wake_.wait_for(lock, wait, [this] { return done_; })) {
    wait = std::chrono::milliseconds(200);
    shown = true;
    std::fputs(("\r\033[K" + text_()).c_str(), stderr);
    std::fflush(stderr);
  }
  if (shown) std::fputs("\r\033[K", stderr);
}

}  // namespace cordon::cli
