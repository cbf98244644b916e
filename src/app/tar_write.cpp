#include "app/tar_write.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace cordon::app {
namespace {

constexpr std::size_t kNameBytes = 100;
constexpr std::size_t kBlock = 512;

// "25 path=a/long/name\n": the number counts itself.
std::string pax_record(std::string_view key, std::string_view value) {
  std::size_t length = key.size() + value.size() + 3;
  for (;;) {
    const std::string record = fmt::format("{} {}={}\n", length, key, value);
    if (record.size() == length) return record;
    length = record.size();
  }
}

void append_block(std::string& tar, const TarMember& member) {
  std::array<char, kBlock> header{};
  const auto put = [&](std::size_t at, std::string_view text, std::size_t room) {
    std::memcpy(&header[at], text.data(), std::min(text.size(), room));
  };
  put(0, member.name, kNameBytes);
  put(100, member.type == '5' ? "0000755" : "0000644", 8);
  put(108, "0000000", 8);
  put(116, "0000000", 8);
  put(124, fmt::format("{:011o}", member.content.size()), 12);
  put(136, "00000000000", 12);
  put(148, "        ", 8);
  header[156] = member.type;
  put(157, member.link_target, kNameBytes);
  put(257, std::string_view("ustar\00000", 8), 8);
  unsigned sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  put(148, fmt::format("{:06o}", sum), 6);
  header[154] = '\0';
  tar.append(header.data(), header.size());
  tar.append(member.content);
  tar.append((kBlock - member.content.size() % kBlock) % kBlock, '\0');
}

}  // namespace

void append_member(std::string& tar, const TarMember& member) {
  std::string records;
  if (member.name.size() > kNameBytes) records += pax_record("path", member.name);
  if (member.link_target.size() > kNameBytes) records += pax_record("linkpath", member.link_target);
  if (!records.empty()) append_block(tar, {"pax", 'x', records, {}});
  append_block(tar, member);
}

void finish_tar(std::string& tar) { tar.append(2 * kBlock, '\0'); }

}  // namespace cordon::app
