// The two browsers, as Debian installs them.
import { existsSync } from 'node:fs';
import { chromium, firefox } from 'playwright-core';

const first = (...paths) => paths.find((path) => existsSync(path)) ?? paths[0];

export const CHROMIUM = process.env.CHROMIUM ?? first('/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome');
export const FIREFOX = process.env.FIREFOX ?? first('/usr/bin/firefox-esr', '/usr/bin/firefox');

/** Chromium without its own traffic. The sandbox needs what containers rarely give; the pages are ours. */
export const QUIET = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export const launchChromium = () => chromium.launch({ executablePath: CHROMIUM, args: QUIET });

/** A stock Firefox, over WebDriver BiDi: Playwright's patched one is not needed. */
export const launchFirefox = () => firefox.launch({ channel: 'moz-firefox', executablePath: FIREFOX });
