"""What a person does on WordPress's page for application passwords, with the browser's cookies and the page's own forms."""
import html
import http.cookiejar
import os
import re
import urllib.parse
import urllib.request

URL = os.environ['STET_WP_URL']


class Browser:
    def __init__(self):
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def open(self, url, **form):
        data = urllib.parse.urlencode(form).encode() if form else None
        with self.opener.open(url, data, timeout=60) as answer:
            return answer.read().decode()

    def log_in(self):
        self.open(URL + '/wp-login.php')
        self.open(URL + '/wp-login.php', log='edith', pwd='edith-pw', testcookie='1')

    def answer(self, page, button):
        """Sends the page's own form, with its nonce, by that button."""
        text = self.open(page)
        form = re.search(r'<form action="([^"]*authorize-application.php)".*?</form>', text, re.S)
        assert form, re.sub(r'<[^>]+>', ' ', text)[:2000]
        fields = {name: html.unescape(value) for name, value in
                  re.findall(r'<input type="(?:hidden|text)"[^>]*? name="([^"]*)" value="([^"]*)"', form.group(0))}
        return self.open(html.unescape(form.group(1)), **fields, **{button: '1'})
