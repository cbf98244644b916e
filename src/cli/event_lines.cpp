#include "cli/event_lines.h"

#include <utility>

#include "bus/event_line.h"
#include "cli/outputs.h"

namespace cordon::cli {
namespace {

constexpr std::size_t kBuffered = 64u << 10;

}  // namespace

Result<void> EventLines::put(const model::Event& event) {
  out_ += bus::to_line(event);
  out_ += '\n';
  return out_.size() < kBuffered ? Result<void>() : flush();
}

Result<void> EventLines::flush() {
  const std::string out = std::exchange(out_, {});
  return write_standard_output(out);
}

}  // namespace cordon::cli
