// What npm's own client unpacks: pacote fetches each archive from a server on loopback, as npm does, into a folder.
//
//   node pacote.mjs              on stdin a line each: archive, tab, folder. A line each back: {"files": [{path, mode, sha256}]},
//                                with {"error"} where npm fails. It ends where npm would crash: start it anew with the rest
//
// pacote is found in $CORDON_PACOTE (its package folder), else in npm as `npm root -g` finds it. Nothing that is unpacked
// is run.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const require = createRequire(import.meta.url)
const home = process.env.CORDON_PACOTE ||
  join(execFileSync('npm', ['root', '-g'], { encoding: 'utf8' }).trim(), 'npm/node_modules/pacote')
const pacote = require(home)
process.umask(0)

const list = (folder, below = '') => readdirSync(join(folder, below), { withFileTypes: true }).flatMap(entry => {
  const path = below ? `${below}/${entry.name}` : entry.name
  if (entry.isDirectory()) return list(folder, path)
  const state = lstatSync(join(folder, path))
  if (!entry.isFile()) return [{ path, mode: -1, sha256: 'no file' }]
  return [{ path, mode: state.mode & 0o7777, sha256: createHash('sha256').update(readFileSync(join(folder, path))).digest('hex') }]
})

let served = Buffer.alloc(0)
const server = createServer((request, response) => {
  response.writeHead(200, { 'content-length': served.length, connection: 'close' })
  response.end(served)
})
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
const cache = mkdtempSync(join(tmpdir(), 'pacote-cache-'))

const answer = (folder, error) => {
  console.log(JSON.stringify({ files: list(folder), error }))
  rmSync(folder, { recursive: true }) // here, as python stumbles over a thousand folders in each other
}

// A path that node refuses makes npm end with an exception that nobody catches.
let at
process.on('uncaughtException', error => {
  answer(at, String(error.message))
  process.exit(0)
})

let number = 0
for await (const line of createInterface({ input: process.stdin })) {
  const [file, folder] = line.split('\t')
  at = folder
  served = readFileSync(file)
  mkdirSync(folder, { recursive: true })
  const url = `http://127.0.0.1:${server.address().port}/${++number}.tgz`
  const patience = setTimeout(() => { throw new Error('npm does not come to an end') }, 60_000)
  let error
  try {
    await pacote.extract(url, folder, { cache, retry: { retries: 0 } })
  } catch (caught) {
    error = String(caught.message || caught)
  }
  clearTimeout(patience)
  answer(folder, error)
}
server.close()
rmSync(cache, { recursive: true })
process.exit(0)
