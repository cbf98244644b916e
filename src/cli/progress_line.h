// One line on standard error for anything that takes more than a second, on a terminal only.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "app/progress.h"

namespace cordon::cli {

class ProgressLine {
 public:
  // Starts to show `progress` after a second, unless `off` or standard error is no terminal.
  ProgressLine(const app::Progress& progress, bool off);
  // Shows what `text` says, which is called from another thread.
  ProgressLine(std::function<std::string()> text, bool off);
  ~ProgressLine();  // removes the line
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

 private:
  void run();
  std::function<std::string()> text_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool done_ = false;
  std::thread thread_;
};

}  // namespace cordon::cli
