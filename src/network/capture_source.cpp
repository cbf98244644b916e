#include "network/capture_source.h"

#include <iterator>
#include <utility>

namespace cordon::network {

CaptureSource::CaptureSource(CaptureFile file, std::string path, TrafficOptions options, Traffic::OnFlow on_flow)
    : file_(std::move(file)), path_(std::move(path)), traffic_(std::move(options), std::move(on_flow)) {}

Result<bus::SourceState> CaptureSource::poll(std::chrono::milliseconds, bus::EventSink& sink) {
  if (ended_) return bus::SourceState::ended;
  CapturedPacket packet;
  for (std::size_t i = 0; i < kPacketsAPoll; ++i) {
    if (file_.next(packet)) {
      TRY(traffic_.packet(packet, sink));
      continue;
    }
    ended_ = true;
    TRY(traffic_.finish(sink));
    if (file_.dropped() > 0) {
      TRY(traffic_.lost(file_.dropped(), "packets that the capturing machine says it dropped",
                        traffic_.totals().last_ns, sink));
    }
    return bus::SourceState::ended;
  }
  return bus::SourceState::open;
}

std::vector<model::FileUnread> CaptureSource::unread() const {
  std::vector<model::FileUnread> out = file_.unread();
  std::vector<model::FileUnread> more = traffic_.unread(path_);
  out.insert(out.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  return out;
}

}  // namespace cordon::network
