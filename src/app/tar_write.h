// Writes a tar archive: POSIX.1-1988 ustar, with pax headers (POSIX.1-2001) for names that are too long for it. Owners
// and times are zero, so that the same members give the same bytes.
#pragma once

#include <string>
#include <string_view>

namespace cordon::app {

struct TarMember {
  std::string name;
  char type = '0';                // 0 file, 2 symbolic link, 5 directory, 6 FIFO
  std::string_view content = {};  // of a file
  std::string link_target = {};   // of a symbolic link
};

void append_member(std::string& tar, const TarMember& member);
// The two empty blocks at the end.
void finish_tar(std::string& tar);

}  // namespace cordon::app
