// Events to standard output, a line each.
#pragma once

#include <string>

#include "bus/event_sink.h"

namespace cordon::cli {

class EventLines final : public bus::EventSink {
 public:
  // Buffered. Fails with io.
  Result<void> put(const model::Event& event) override;
  Result<void> flush() override;

 private:
  std::string out_;
};

}  // namespace cordon::cli
