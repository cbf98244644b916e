#include "intel/index/seal.h"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "archive/inflate.h"
#include "base/sha256.h"
#include "intel/index/codec.h"
#include "intel/index/layout.h"

namespace cordon::intel {

using namespace index_layout;

void seal(std::string& file, std::uint64_t directory_offset) {
  std::string crcs;
  for (std::uint64_t at = kBodyOffset; at < directory_offset; at += kBlockBytes) {
    const std::uint64_t end = std::min(at + kBlockBytes, directory_offset);
    put_row(crcs, archive::crc32(std::string_view(file).substr(at, end - at)));
  }
  file += crcs;
  Header header;
  header.file_bytes = file.size();
  header.directory_offset = directory_offset;
  header.directory_crc = archive::crc32(std::string_view(file).substr(directory_offset));
  header.sha256 = sha256(std::string_view(file).substr(kBodyOffset));
  std::string head;
  put_row(head, header);
  header.header_crc = archive::crc32(std::string_view(head).substr(0, head.size() - sizeof(header.header_crc)));
  std::memcpy(file.data(), &header, sizeof(header));
}

std::string assemble(const Sections& sections) {
  std::string file(kBodyOffset, '\0'), directory;
  for (const std::string& section : sections) {
    put_row(directory, Section{file.size(), section.size()});
    file += section;
    file.append((8 - file.size() % 8) % 8, '\0');  // rows of numbers stand where numbers may stand
  }
  const std::uint64_t directory_offset = file.size();
  file += directory;
  seal(file, directory_offset);
  return file;
}

}  // namespace cordon::intel
