#include "git/inflate.h"

#include <zlib.h>

#include <algorithm>
#include <limits>

namespace cordon::git {
namespace {

// deflate packs 258 bytes into two bits at best.
constexpr std::uint64_t kMostRatio = 1'032;

class Stream {
 public:
  explicit Stream(std::string_view packed) {
    // zlib never writes through next_in; its type is older than const.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream_.avail_in = static_cast<uInt>(std::min<std::size_t>(packed.size(), std::numeric_limits<uInt>::max()));
    ready_ = inflateInit(&stream_) == Z_OK;
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() {
    if (ready_) inflateEnd(&stream_);
  }

  // zlib's code of the last step; `written` counts what is in the buffer.
  int run(char* buffer, std::size_t size, std::size_t& written) {
    if (!ready_) return Z_MEM_ERROR;
    stream_.next_out = reinterpret_cast<Bytef*>(buffer);
    stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
    int code = Z_OK;
    while (code == Z_OK) code = inflate(&stream_, Z_SYNC_FLUSH);
    written = static_cast<std::size_t>(stream_.next_out - reinterpret_cast<Bytef*>(buffer));
    return code;
  }

 private:
  z_stream stream_{};
  bool ready_ = false;
};

}  // namespace

Result<std::string> inflate_exactly(std::string_view packed, std::uint64_t size) {
  if (size > (packed.size() + 64) * kMostRatio || size >= std::numeric_limits<uInt>::max())
    return fail(ErrorCode::truncated, "a packed object that cannot hold as much as it says");
  Stream stream(packed);
  std::string bytes;
  std::size_t written = 0;
  int code = Z_OK;
  // One byte more than it may give: a stream that goes on is seen, and an empty one has a buffer to end in.
  bytes.resize_and_overwrite(static_cast<std::size_t>(size) + 1, [&](char* buffer, std::size_t room) {
    code = stream.run(buffer, room, written);
    return std::min(written, room);
  });
  if (code == Z_STREAM_END && written == size) return bytes;
  if (code == Z_BUF_ERROR && written < size) return fail(ErrorCode::truncated, "a packed object breaks off");
  return fail(ErrorCode::syntax, "a packed object is damaged, or holds another size than it says");
}

Result<std::string> inflate_start(std::string_view packed, std::size_t most) {
  Stream stream(packed);
  std::string bytes(most, '\0');
  std::size_t written = 0;
  const int code = stream.run(bytes.data(), most, written);
  if (code != Z_STREAM_END && code != Z_BUF_ERROR) return fail(ErrorCode::syntax, "a packed object is damaged");
  bytes.resize(written);
  return bytes;
}

}  // namespace cordon::git
