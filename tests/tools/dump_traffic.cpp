// Prints what a capture file tells as JSON, an event a line, for the comparisons with other programs in tests/oracle.
//
//   dump_traffic FILE                events of FILE
//   dump_traffic --batch             paths on stdin, a line each; after the events of each a line with its summary
//
// The summary: {"path", "packets", "flows", "unread": [...]}, or {"path", "error": code, "message"}.
#include <iostream>
#include <string>

#include "base/json_write.h"
#include "base/os/mapped_file.h"
#include "network/capture_file.h"
#include "network/traffic.h"

namespace {

using namespace cordon;

class Printer final : public bus::EventSink {
 public:
  Result<void> put(const model::Event& event) override {
    text_.clear();
    json::Writer out(text_, 0);
    model::write(out, event);
    std::cout << text_ << '\n';
    return {};
  }

 private:
  std::string text_;
};

Result<std::string> summary(const std::string& path) {
  const os::MappedFile mapped = TRY(os::MappedFile::open(path));
  network::CaptureFile file = TRY(network::CaptureFile::open(mapped.content(), path));
  network::TrafficOptions options;
  options.identity = network::identity_of_capture(path, "host");
  network::Traffic traffic(options);
  Printer sink;
  for (network::CapturedPacket packet; file.next(packet);) TRY(traffic.packet(packet, sink));
  TRY(traffic.finish(sink));
  std::string text;
  json::Writer out(text, 0);
  out.begin_object().member("path", path);
  out.member("packets", traffic.totals().packets);
  out.member("flows", traffic.totals().flows);
  out.key("unread").begin_array();
  for (const model::FileUnread& unread : file.unread()) model::write(out, unread);
  for (const model::FileUnread& unread : traffic.unread(path)) model::write(out, unread);
  out.end_array().end_object();
  return text;
}

void print(const std::string& path) {
  const Result<std::string> text = summary(path);
  if (text) {
    std::cout << *text << std::endl;
    return;
  }
  std::string failure;
  json::Writer out(failure, 0);
  out.begin_object()
      .member("path", path)
      .member("error", to_string(text.error().code))
      .member("message", text.error().describe())
      .end_object();
  std::cout << failure << std::endl;
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 2 && std::string_view(arguments[1]) != "--batch") {
    print(arguments[1]);
    return 0;
  }
  if (count != 2) {
    std::cerr << "usage: dump_traffic FILE | --batch\n";
    return 2;
  }
  for (std::string line; std::getline(std::cin, line);) print(line);
  return 0;
}
