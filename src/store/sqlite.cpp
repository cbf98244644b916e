#include "store/sqlite.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <cerrno>

#include "base/os/file_descriptor.h"
#include "base/os/open_beneath.h"
#include "base/text.h"

namespace cordon::store {
namespace {

constexpr int kWaitMs = 5'000;

std::unexpected<Error> failed(sqlite3* database, int code) {
  const std::string message = text::visible(database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code), 300);
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return fail(ErrorCode::unavailable, "another process keeps it locked: " + message);
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT: return fail(ErrorCode::invalid_value, "damaged, or no database: " + message);
    case SQLITE_CANTOPEN: return fail(ErrorCode::not_found, message);
    case SQLITE_FULL: return fail(ErrorCode::io, "no space is left on the disk: " + message);
    case SQLITE_PERM:
    case SQLITE_READONLY: return fail(ErrorCode::permission_denied, message);
    case SQLITE_ERROR:
    case SQLITE_MISUSE: return fail(ErrorCode::internal, message);
    default: return fail(ErrorCode::io, message);
  }
}

}  // namespace

void Statement::Free::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
void Database::Close::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

Statement& Statement::bind(int place, std::string_view text) {
  sqlite3_bind_text64(statement_.get(), place, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind(int place, std::int64_t number) {
  sqlite3_bind_int64(statement_.get(), place, number);
  return *this;
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return failed(sqlite3_db_handle(statement_.get()), code);
}

Result<void> Statement::run() {
  while (TRY(step())) {
  }
  reset();
  return {};
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
}

std::string Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  if (bytes == nullptr) return {};
  return std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column)));
}

std::int64_t Statement::number(int column) const { return sqlite3_column_int64(statement_.get(), column); }

Result<Database> Database::open(const std::string& path, bool make) {
  // Made here, so that it is its owner's alone from the first moment; SQLite gives the journal the same mode.
  const os::FileDescriptor file(
      ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (make ? O_CREAT : 0), 0600));
  struct stat about{};
  if (!file.valid() || ::fstat(file.get(), &about) != 0) return os::errno_error(errno, "cannot open " + path);
  if (!S_ISREG(about.st_mode)) return fail(ErrorCode::not_a_regular_file, "no regular file: " + path);
  sqlite3* raw = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW, nullptr);
  Database database(raw);
  if (code != SQLITE_OK) return failed(raw, code);
  sqlite3_busy_timeout(raw, kWaitMs);
  // A database of somebody else's making runs no code of its choice.
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  TRY_CONTEXT(database.execute("PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON"),
              "opening " + path);
  return database;
}

Result<void> Database::execute(const char* statements) {
  const int code = sqlite3_exec(database_.get(), statements, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return failed(database_.get(), code);
  return {};
}

Result<Statement> Database::prepare(std::string_view statement) {
  sqlite3_stmt* raw = nullptr;
  const int code =
      sqlite3_prepare_v2(database_.get(), statement.data(), static_cast<int>(statement.size()), &raw, nullptr);
  if (code != SQLITE_OK) return failed(database_.get(), code);
  return Statement(raw);
}

}  // namespace cordon::store
