// A page as the web is full of: one real article, and around it a menu, a cookie notice, advertisements, related links
// and a form that is hidden. Written for these tests. The facts are common knowledge; the sentences are ours.

const body = `
<p class="standfirst">Each key of a telephone plays two notes at once. That small oddity, settled by engineers around
1960, is why you can still key in an account number over a crackling line and be understood.</p>

<p>Lift the receiver of an old telephone and you hear a steady hum, the sign that the exchange is listening. For the
first half of the twentieth century you answered it with a dial. Turning the wheel to a digit and letting go made a
contact in the telephone open and close about ten times a second, and every opening cut the current in the line for a
moment. Three cuts meant a three, and ten cuts meant a zero. At the other end, heavy switches stepped round in time with
the cuts until they had found the right line.</p>

<p>The dial was sturdy, but it was slow and it did not travel well. A number full of nines and zeros took more than ten
seconds to send. Worse, a cut in the current is a signal only as far as the current itself flows. Pulses could not pass
through a radio link or an amplifier without help, because those pass sound and not steady current.</p>

<h2>Why two notes instead of one</h2>

<p>The obvious cure was to send something that the network was built to carry, and that was sound. A telephone line lets
through the middle of the range of human hearing, from roughly 300 to 3,400 hertz. If each digit were a note inside that
band, it could go wherever a conversation can go. The trouble is that conversations go there too. People whistle and sing. A single pure note is easy to produce by accident, and an exchange that
mistook a whistle for a digit would connect callers to strangers.</p>

<p>The engineers of Bell Laboratories therefore gave every key two notes. They sorted the keys into a grid. Every row
has a low note of its own, at 697, 770, 852 or 941 hertz, and every column has a high one, at 1,209, 1,336, 1,477 or
1,633 hertz. Press the seven, in the third row and the first column, and the telephone plays 852 and 1,209 hertz
together. The exchange accepts a digit only if it hears exactly one note from the low group and exactly one from the
high group, both at about the same strength and both held for long enough. A voice almost never does that.</p>

<figure>
  <svg viewBox="0 0 120 90" width="360" role="img" aria-label="Grid of sixteen keys">
    <rect x="2" y="2" width="116" height="86" fill="none" stroke="currentColor"></rect>
    <path d="M31 2v86M60 2v86M89 2v86M2 23h116M2 45h116M2 66h116" stroke="currentColor"></path>
  </svg>
  <figcaption>Sixteen keys from eight notes: a row and a column make one key. The fourth column is missing from
  household telephones.</figcaption>
</figure>

<p>The eight numbers look as though somebody had rolled dice, yet they were chosen with care. None is a whole multiple
of another, and none is the sum or the difference of two others. Lines and microphones distort, and distortion creates
new notes at just such multiples, sums and differences. With awkward numbers, the ghosts that a bad line adds never land
on a note that means something.</p>

<h2>The keys that went missing</h2>

<p>Four rows and four columns make sixteen keys, but most people have only ever seen twelve. The fourth column carries
the letters A to D. Military networks used them to mark urgent calls, so that a general could push an ordinary call off
a busy line. They never reached the kitchen wall. The star and the hash came a few years after the ten digits. At first
nobody quite knew what they were for; they were put there for computers that would one day answer the telephone.</p>

<p>The arrangement of the digits was tested as well. Researchers asked volunteers to try more than a dozen layouts,
among them two rows of five, circles and a copy of the old dial. The grid with one, two and three on top was among the
fastest and was liked best by those who had never used an adding machine. It is upside down compared with a calculator,
and it has stayed that way.</p>

<p>Subscribers in two Pennsylvania towns were the first to be offered the new telephones, in November 1963. The service
cost a little extra each month, and it spread slowly, because every exchange had to be given new receivers. Speed was
what sold it. A practised finger sends a digit in about a tenth of a second, half of it tone and half of it silence, and
a long number takes the time that a single zero took before.</p>

<h2>A language for machines</h2>

<p>What nobody could have sold in 1963 turned out to matter most. Since the tones are ordinary sound, they still arrive
after the call has been answered. That made the telephone a keyboard. Banks let callers check a balance, answering
machines played their messages to owners far from home, and the menu that asks you to press one for sales was born. All
of this worked on any line in the world, without a change to the network in between.</p>

<p>Recognising the tones once took coils, capacitors and a cabinet to put them in. A small program does it now. It
multiplies the incoming sound with each of the eight notes in turn and adds up the result, a method that the physicist
Gerald Goertzel described in 1958. A few hundred additions tell how much of a note is in the sound.</p>

<p>Mobile telephones send the number that you call as data, before anything sounds at all. The notes you hear from the
keys are there to please you. But call a railway, a clinic or a bank, and the moment a recorded voice asks for a
number, your telephone falls back on eight notes from the age of the dial. Few designs of that time are still in daily
use, and hardly any has needed so little mending.</p>`;

export const articleTitle = 'Why the Seven Key Plays Two Notes';

const head = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>${articleTitle} – The Practice Gazette</title>
  <meta name="viewport" content="width=device-width">
  <meta name="author" content="Ida Verhoeven">
  <meta property="og:title" content="${articleTitle}">
  <style>
    body { font: 17px/1.6 Georgia, serif; margin: 0; }
    .columns { display: grid; grid-template-columns: 1fr 18rem; gap: 2rem; max-width: 62rem; margin: auto; }
    .cookies { position: fixed; inset: auto 0 0; background: #222; color: #fff; padding: 1rem; }
    .advertisement { background: #eee; padding: 1rem; }
  </style>
</head>`;

const around = (article: string): string => `${head}
<body>
  <div class="cookies" role="dialog" aria-label="Cookies">
    <p>We and our 312 partners use cookies to show you things. You may accept or refuse them.</p>
    <button>Accept all</button> <button>Choose</button>
  </div>
  <header class="site-header">
    <a href="/" class="logo">The Practice Gazette</a>
    <nav aria-label="Main">
      <ul><li><a href="/news">News</a></li><li><a href="/science">Science</a></li><li><a href="/sport">Sport</a></li>
      <li><a href="/crosswords">Crosswords</a></li><li><a href="/subscribe">Subscribe for 3 a month</a></li></ul>
    </nav>
    <form role="search"><input type="search" aria-label="Search"><button>Search</button></form>
  </header>
  <div class="columns">
    <main>
      <div class="advertisement" id="ad-top">Advertisement: Shoes that walk themselves. Now half price.</div>
      <article>
        <h1>${articleTitle}</h1>
        <p class="byline">By Ida Verhoeven · <time datetime="2026-10-04">4 October 2026</time></p>
        ${article}
      </article>
      <div class="share"><a href="#">Share</a> <a href="#">Print</a> <a href="#">Save for later</a></div>
      <div hidden><h2>Sign up to our letter</h2><p>Subscribers read this sentence, and nobody else can see it.</p></div>
      <section class="comments"><h2>Comments (2)</h2><p>First!</p><p>My grandmother still has one with a dial.</p></section>
    </main>
    <aside class="related">
      <h2>Related</h2>
      <ul><li><a href="/1">Ten bridges that sing in the wind</a></li><li><a href="/2">How a lift knows where it is</a></li>
      <li><a href="/3">The long life of the pencil</a></li><li><a href="/4">Quiz: which knot is this?</a></li></ul>
      <div class="advertisement" id="ad-side">Advertisement: Insure your umbrella today.</div>
      <h2>Most read</h2>
      <ol><li><a href="/5">Weather: rain, then more rain</a></li><li><a href="/6">A goat in the town hall</a></li></ol>
    </aside>
  </div>
  <footer><p>© 2026 The Practice Gazette. <a href="/imprint">Imprint</a> <a href="/privacy">Privacy</a></p></footer>
</body>
</html>`;

export const articlePage = (): string => around(body);
