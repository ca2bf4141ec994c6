// Debian's Chromium is used (CHROME_PATH overrides it): the package's own download is never wanted.
module.exports = { skipDownload: true };
