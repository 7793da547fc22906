#!/usr/bin/env perl
# Counts the words of a text. The form is sent with GET, so that the text is in the
# URL: the count can be bookmarked, and sending it twice does no harm.
use strict;
use warnings;
use Encode qw(decode);

# The query is ASCII. Decoded, it is bytes, and these are characters in UTF-8.
sub unescape {
    my ($text) = @_;
    $text =~ tr/+/ /;
    $text =~ s/%([0-9A-Fa-f]{2})/chr hex $1/ge;
    return decode('UTF-8', $text);
}

# The text of a visitor must be shown as text, not run as markup.
my %ENTITIES = ('&' => 'amp', '<' => 'lt', '>' => 'gt', '"' => 'quot');

sub escape_html {
    my ($text) = @_;
    $text =~ s/([&<>"])/&$ENTITIES{$1};/g;
    return $text;
}

my %query = map { unescape($_) }
    map { /^([^=]*)=?(.*)/s } split /&/, $ENV{QUERY_STRING} // '';
my $text = $query{text} // '';

my %count;
$count{ lc $1 }++ while $text =~ /(\w+)/g;
my @words = sort { $count{$b} <=> $count{$a} || $a cmp $b } keys %count;
my $items = join "\n        ",
    map { "<dt>$_</dt><dd>$count{$_}</dd>" } @words;
my $action = escape_html($ENV{SCRIPT_NAME} // '');
my $value  = escape_html($text);

binmode STDOUT, ':encoding(UTF-8)';
print <<"END";
Content-Type: text/html; charset=utf-8

<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Count the words</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/style.css">
  </head>
  <body>
    <header>
      <h1>Count the words</h1>
      <p>A Perl program counts how often each word occurs.</p>
    </header>
    <main>
      <form action="$action">
        <label for="text">Text</label>
        <input id="text" name="text" type="text" value="$value">
        <button type="submit">Count</button>
      </form>
      <dl>
        $items
      </dl>
      <p class="note"><a href="/">Back</a></p>
    </main>
  </body>
</html>
END
