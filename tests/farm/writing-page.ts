// A page with every kind of place that a text can be written into: plain fields, rich ones, one in a shadow root, one in a
// frame, one with little room, an editor that takes keystrokes away from the browser, and some that take no text.

export const writingPage = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A place to write</title></head><body>
<textarea id="area">Dear reader,</textarea>
<input id="line" value="one three">
<input id="secret" type="password">
<input id="number" type="number">
<textarea id="closed" readonly>Closed.</textarea>
<input id="short" maxlength="9">
<div id="rich" contenteditable="true"><p>Hello <b>world</b></p></div>
<div id="editor" contenteditable="true">Own: </div>
<div id="host"></div>
<button id="button">Nothing to write into</button>
<iframe id="frame" src="/writing/frame" title="Another page"></iframe>
<script>
  document.querySelector('#host').attachShadow({ mode: 'open' }).innerHTML = '<input id="deep">';
  const editor = document.querySelector('#editor');
  editor.addEventListener('beforeinput', (event) => {
    event.preventDefault();
    const data = event.data;
    setTimeout(() => editor.append(data), 60);
  });
  window.inputs = [];
  document.addEventListener('input', (event) => window.inputs.push([event.target.id, event.inputType, event.isTrusted]));
</script>
</body></html>`;

export const writingFrame =
  '<!doctype html><html lang="en"><title>A frame</title><body><textarea id="framed"></textarea></body></html>';
