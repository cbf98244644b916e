// ClientHellos: the answer does not depend on how many bytes there are beyond what is needed, fingerprints have their
// form, and numbers that are reserved do not change them.
#include <algorithm>
#include <cstdint>
#include <string>

#include "check_document.h"
#include "network/ja3.h"
#include "network/ja4.h"
#include "network/tls_hello.h"

using namespace cordon;
using namespace cordon::network;
using fuzz::expect;

namespace {

bool is_hex(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

void check_fingerprints(ClientHello hello) {
  const std::string four = ja4(hello), three = ja3(hello);
  expect(three.size() == 32 && is_hex(three));
  expect(four.size() == 36 && four[10] == '_' && four[23] == '_');
  expect(is_hex(std::string_view(four).substr(11, 12)) && is_hex(std::string_view(four).substr(24)));
  expect(fuzz::is_visible(four) && fuzz::is_visible(version_name(highest_version(hello))));
  hello.ciphers.insert(hello.ciphers.begin(), 0x2A2A);
  hello.extensions.push_back(0xFAFA);
  hello.groups.push_back(0x0A0A);
  expect(ja4(hello) == four && ja3(hello) == three);
  std::ranges::reverse(hello.extensions);
  std::ranges::reverse(hello.ciphers);
  expect(ja4(hello) == four);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  ClientHello hello;
  const HelloProgress progress = read_client_hello(bytes, hello);
  if (progress == HelloProgress::found) {
    check_fingerprints(hello);
    ClientHello longer;
    expect(read_client_hello(std::string(bytes) + "more", longer) == HelloProgress::found && longer == hello);
  }
  // With fewer bytes the answer is not known yet, or the same.
  if (size > 0) {
    ClientHello shorter;
    const HelloProgress before = read_client_hello(bytes.substr(0, size - 1), shorter);
    expect(before == HelloProgress::incomplete || before == progress);
    if (before == HelloProgress::found) expect(shorter == hello);
  }
  ClientHello datagram;
  if (read_datagram_hello(bytes, datagram) == HelloProgress::found) check_fingerprints(datagram);
  return 0;
}
