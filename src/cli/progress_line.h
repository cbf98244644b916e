// One line on standard error for anything that takes more than a second, on a terminal only.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "app/progress.h"

namespace cordon::cli {

class ProgressLine {
 public:
  // Starts to show `progress` after a second, unless `off` or standard error is no terminal.
  ProgressLine(const app::Progress& progress, bool off);
  ~ProgressLine();  // removes the line
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

 private:
  void run();
  const app::Progress& progress_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool done_ = false;
  std::thread thread_;
};

}  // namespace cordon::cli
