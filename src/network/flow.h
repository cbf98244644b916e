// One conversation: its two ends, what went each way, and what is known of it.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "network/address.h"
#include "network/application.h"
#include "network/http_reader.h"
#include "network/openvpn.h"
#include "network/quic_reader.h"
#include "network/stream.h"

namespace cordon::network {

// What one end sent.
struct Side {
  std::uint64_t packets = 0;
  std::uint64_t bytes = 0;  // of payload, without repetitions being told apart
  Stream stream;            // of TCP
  HttpReader http;
  std::unique_ptr<QuicReader> quic;        // of UDP that looks like it
  std::unique_ptr<OpenVpnReader> openvpn;  // of TCP and UDP that look like it
  Application application = Application::undecided;
  std::uint16_t looked_at = 0;  // datagrams of UDP that were looked at without knowing the protocol
  std::size_t begin = 0;        // offset in the stream at which the application begins
  bool answers = false;         // of HTTP: what it sends answers the other side
  bool done = false;            // nothing more is read of it
  bool told = false;            // of UDP: its ClientHello is an event
  bool closed = false;          // FIN

  std::size_t memory_bytes() const {
    return stream.memory_bytes() + (quic ? quic->memory_bytes() : 0) + (openvpn ? openvpn->memory_bytes() : 0);
  }
};

// A request that waits for the status of its answer.
struct WaitingRequest {
  std::uint64_t time_ns = 0;
  RequestHead head;
  bool from_client = true;

  std::size_t memory_bytes() const {
    const std::size_t agent = head.user_agent ? head.user_agent->size() : 0;
    return sizeof *this + head.method.size() + head.target.size() + head.host.size() + agent;
  }
};

struct Flow {
  Endpoint client;  // who sent the first packet, or SYN; who spoke as a client, where the beginning was not captured
  Endpoint server;
  bool tcp = false;
  bool opened = false;  // SYN was seen, so that the roles are certain
  bool reset = false;
  std::uint64_t first_ns = 0;  // time of the first packet, and of the last
  std::uint64_t last_ns = 0;
  std::array<Side, 2> sides;  // what the client sent, what the server sent
  Application application = Application::undecided;
  std::string name;  // the server's, as DNS answered before; empty: it did not
  std::vector<WaitingRequest> waiting;
  std::uint32_t table_index = 0;    // of FlowTable
  std::uint64_t counted_bytes = 0;  // of memory, in the sum over all conversations

  bool closed() const { return reset || (sides[0].closed && sides[1].closed); }
  // What is held for what was said: the bytes in order and the requests that wait.
  std::size_t memory_bytes() const {
    std::size_t sum = sides[0].memory_bytes() + sides[1].memory_bytes();
    for (const WaitingRequest& request : waiting) sum += request.memory_bytes();
    return sum;
  }
};

}  // namespace cordon::network
