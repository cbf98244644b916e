// Both sides of HTTP/1: read in pieces, there are the same heads as read at once. The first byte says which side it is
// and how large the pieces are.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "check_document.h"
#include "network/application.h"
#include "network/flow.h"
#include "network/http_reader.h"
#include "network/payloads.h"

using namespace cordon;
using namespace cordon::network;
using fuzz::expect;

namespace {

// What identifies a head. Reading ends where it would end at once.
std::vector<std::string> heads(std::string_view bytes, std::size_t piece, bool answers) {
  std::vector<std::string> out;
  HttpReader reader;
  reader.begin(0);
  for (std::size_t there = std::min(piece, bytes.size());;) {
    RequestHead request;
    ResponseHead response;
    HeadProgress progress = HeadProgress::found;
    while (progress == HeadProgress::found) {
      const std::string_view in_order = bytes.substr(0, there);
      progress = answers ? reader.next_response(in_order, false, response) : reader.next_request(in_order, request);
      if (progress != HeadProgress::found) break;
      expect(reader.offset() <= there);
      out.push_back(answers ? std::to_string(response.status)
                            : request.method + ' ' + request.target + ' ' + request.host);
      expect(out.size() <= bytes.size());
    }
    if (progress == HeadProgress::absent || there == bytes.size()) return out;
    there = std::min(there + piece, bytes.size());
  }
}

void check_payload(std::string_view bytes) {
  RequestHead head;
  if (read_request_head(bytes, head) != HeadProgress::found) return;
  expect(head.bytes <= bytes.size() && !head.method.empty() && recognise(bytes) != Application::undecided);
  const Flow flow;
  const model::HttpPayload payload = http_payload(head, std::nullopt, flow, true);
  expect(fuzz::is_visible(payload.method) && fuzz::is_visible(payload.host) && fuzz::is_visible(payload.path));
  expect(fuzz::is_visible(payload.user_agent.value_or("")));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const bool answers = data[0] & 1;
  const std::size_t piece = data[0] / 2 + 1u;
  const std::string_view bytes = std::string_view(reinterpret_cast<const char*>(data), size).substr(1, 16u << 10);
  expect(heads(bytes, piece, answers) == heads(bytes, bytes.size(), answers));
  check_payload(bytes);
  return 0;
}
