// docs/embedding.md, done as it stands: its files are made, its commands run. The package is the one that `npm pack` gives; the
// tools come from tests/consumers, installed once.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const pkg = process.env.FAIRNOTE_PKG ?? join(root, 'pkg');

/** The page's sections: a title each, and the fenced blocks in it. */
export async function sections() {
  const page = await readFile(join(root, 'docs/embedding.md'), 'utf8');
  const found = new Map();
  let [title, block] = ['', undefined];
  for (const [number, line] of page.split('\n').entries()) {
    if (block) {
      if (line === '```') block = undefined;
      else block.lines.push(line);
    } else if (line.startsWith('## ')) {
      title = line.slice(3);
      found.set(title, []);
    } else if (line.startsWith('```')) {
      const [language, file] = line.slice(3).split(' ');
      block = { language, file, lines: [], at: number + 1 };
      found.get(title)?.push(block);
    }
  }
  assert.equal(block, undefined, 'the last block of docs/embedding.md has no end');
  return found;
}

/** An empty folder with the tools and the package installed: what the page's `npm install` lines ask for. */
export async function workplace() {
  const folder = await mkdtemp(join(tmpdir(), 'fairnote-consumers-'));
  const tools = join(root, 'tests/consumers');
  await Promise.all(['package.json', 'package-lock.json', '.npmrc'].map((file) => cp(join(tools, file), join(folder, file))));
  const npm = (...options) => run('npm', [...options, '--silent', '--ignore-scripts', '--prefer-offline'], { cwd: folder });
  try {
    const packed = npm('pack', pkg, '--json');
    await Promise.all([packed, npm('ci')]);
    const [{ filename }] = JSON.parse((await packed).stdout);
    await npm('install', '--no-save', '--no-package-lock', `./${filename}`);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw new Error(`the consumers could not be installed; npm must reach its registry, or have the packages of tests/consumers in its cache (${String(error.stderr || error.message).trim().slice(0, 400)})`);
  }
  return { folder, close: () => rm(folder, { recursive: true, force: true }) };
}

/** Does what a section says, in `folder`, up to the server that it starts: the folder which that one serves. */
export async function follow(section, folder) {
  const { devDependencies } = JSON.parse(await readFile(join(root, 'tests/consumers/package.json'), 'utf8'));
  let served;
  for (const { language, file, lines, at } of section) {
    if (language === 'console') {
      for (const line of lines) {
        const command = line.replace(/^\$ /, '');
        const [program, ...words] = command.split(' ');
        if (command === 'npm init -y') continue;
        if (program === 'npm') {
          assert.equal(words.shift(), 'install', `line ${at}: ${command}`);
          for (const name of words) assert.ok(name === 'fairnote' || devDependencies[name], `line ${at}: ${name} is not in tests/consumers`);
        } else if (command.startsWith('node server.mjs ')) served = words[1];
        else await run(program, words, { cwd: folder }).catch((error) => assert.fail(`line ${at}: ${command}\n${error.stdout}${error.stderr}`));
      }
    } else if (language === 'diff') await change(join(folder, file), lines, at);
    else if (file) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), `${lines.join('\n')}\n`);
    }
  }
  return served;
}

/** Puts each line with `+` in place of the one with `-` before it, which must stand in the file once. */
async function change(file, lines, at) {
  let text = await readFile(file, 'utf8');
  for (let pair = 0; pair < lines.length; pair += 2) {
    const [from, to] = [lines[pair], lines[pair + 1]];
    assert.ok(from.startsWith('-') && to?.startsWith('+'), `line ${at}: a line without its other`);
    assert.equal(text.split(from.slice(1)).length, 2, `line ${at}: ${from}`);
    text = text.replace(from.slice(1), () => to.slice(1));
  }
  await writeFile(file, text);
}

/** Starts the page's server.mjs as the page says. */
export async function serve(folder, served) {
  const child = spawn(process.execPath, ['server.mjs', served], { cwd: folder, env: { ...process.env, PORT: '0' }, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), once(child, 'exit')]);
  const origin = String(line);
  assert.match(origin, /^http:\/\/127\.0\.0\.1:\d+$/, 'server.mjs says where it serves');
  return {
    origin,
    async close() {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}
