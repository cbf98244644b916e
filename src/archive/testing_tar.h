// Tar archives for tests, block by block.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace cordon::archive {

struct TarField {
  std::size_t at = 0;
  std::string_view text;
};

inline const std::string kTarEnd(1'024, '\0');

// Zeros up to a whole block.
inline std::string padded(std::string text) {
  text.resize((text.size() + 511) / 512 * 512, '\0');
  return text;
}

// Writes the sum that the header's other bytes have.
inline void sum_up(std::string& header) {
  header.replace(148, 8, "        ");
  unsigned sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  char text[8];
  std::snprintf(text, sizeof text, "%06o", sum);
  header.replace(148, 8, std::string(text) + '\0' + ' ');
}

// A header as a POSIX tar writes it, with `fields` written over it before it is summed up, and its content in whole
// blocks.
inline std::string tar_entry(std::string_view name, std::string_view content, char flag = '0',
                             std::initializer_list<TarField> fields = {}) {
  std::string header(512, '\0');
  const auto put = [&header](std::size_t at, std::string_view text) { header.replace(at, text.size(), text); };
  char size[12];
  std::snprintf(size, sizeof size, "%011o", static_cast<unsigned>(content.size()));
  put(0, name.substr(0, 100));
  put(100, "0000644");
  put(124, std::string_view(size, 12));
  put(136, "00000000000");
  header[156] = flag;
  put(257, std::string_view("ustar\0"
                            "00",
                            8));
  for (const TarField& field : fields) put(field.at, field.text);
  sum_up(header);
  return padded(header + std::string(content));
}

// A pax record with the number in front of it: "27 path=a/long/name\n".
inline std::string pax_record(std::string_view key, std::string_view value) {
  const std::string body = " " + std::string(key) + "=" + std::string(value) + "\n";
  std::size_t size = body.size() + 1;
  while (std::to_string(size).size() + body.size() != size) ++size;
  return std::to_string(size) + body;
}

inline std::string pax_entry(std::string_view records, char flag = 'x') {
  return tar_entry("PaxHeader/a", records, flag);
}

}  // namespace cordon::archive
