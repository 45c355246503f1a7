<?php
/**
 * The block of frequently asked questions.
 *
 * @package Stet
 */

namespace Stet;

defined( 'ABSPATH' ) || exit;

/**
 * Block `stet/faq`. It carries its data and, inside, the same as plain HTML: without the plugin WordPress shows that.
 */
final class Faq {
	/** Of one answer: more would only cost time. */
	const SPANS_MAX = 500;

	/** Element per span. */
	const ELEMENTS = array(
		'bold'      => 'strong',
		'italic'    => 'em',
		'underline' => 'u',
		'strike'    => 's',
		'code'      => 'code',
		'link'      => 'a',
	);

	/**
	 * Hooks.
	 */
	public static function start() {
		add_action( 'init', array( self::class, 'register' ) );
	}

	/**
	 * Action init.
	 */
	public static function register() {
		register_block_type(
			'stet/faq',
			array(
				'api_version'     => 2,
				'title'           => __( 'Frequently asked questions', 'stet' ),
				'category'        => 'text',
				'attributes'      => array(
					'title' => array(
						'type'    => 'string',
						'default' => '',
					),
					'items' => array(
						'type'    => 'array',
						'default' => array(),
					),
					'data'  => array(
						'type'    => 'string',
						'default' => '',
					),
				),
				'render_callback' => array( self::class, 'render' ),
			)
		);
	}

	/**
	 * Renders the block.
	 *
	 * @param array  $attributes Its data.
	 * @param string $content    The HTML inside.
	 * @return string
	 */
	public static function render( $attributes, $content ) {
		$html = self::html( self::clean( $attributes ) );
		return '' === $html ? $content : $html;
	}

	/**
	 * An article's questions.
	 *
	 * @param int $id The post.
	 * @return array With `title` and `items`.
	 */
	public static function of_post( $id ) {
		$faq = json_decode( (string) get_post_meta( $id, 'stet_faq', true ), true );
		return self::clean( $faq );
	}

	/**
	 * The questions of a post's own block, where there is no field.
	 *
	 * @param array $blocks Parsed blocks.
	 * @return array
	 */
	public static function of_blocks( $blocks ) {
		foreach ( $blocks as $block ) {
			$faq = 'stet/faq' === $block['blockName'] ? self::of_attributes( $block['attrs'] ) : self::of_blocks( $block['innerBlocks'] );
			if ( $faq['items'] ) {
				return $faq;
			}
		}
		return self::clean( null );
	}

	/**
	 * The questions in a block's attributes: as they are, or as one text that WordPress's filter leaves alone.
	 *
	 * @param array $attributes The attributes.
	 * @return array
	 */
	private static function of_attributes( $attributes ) {
		$data = isset( $attributes['data'] ) && is_string( $attributes['data'] ) ? $attributes['data'] : '';
		return self::clean( '' === $data ? $attributes : json_decode( rawurldecode( $data ), true ) );
	}

	/**
	 * What is well-formed of it.
	 *
	 * @param mixed $faq What is stored.
	 * @return array
	 */
	private static function clean( $faq ) {
		$clean = array(
			'title' => is_array( $faq ) && isset( $faq['title'] ) && is_string( $faq['title'] ) ? $faq['title'] : '',
			'items' => array(),
		);
		foreach ( is_array( $faq ) && isset( $faq['items'] ) && is_array( $faq['items'] ) ? $faq['items'] : array() as $item ) {
			if ( is_array( $item ) && isset( $item['question'], $item['answer'] ) && is_string( $item['question'] ) && is_string( $item['answer'] ) && '' !== trim( $item['question'] ) ) {
				$clean['items'][] = array(
					'question' => $item['question'],
					'answer'   => $item['answer'],
					'spans'    => isset( $item['answer_spans'] ) && is_array( $item['answer_spans'] ) ? self::clean_spans( $item['answer_spans'] ) : array(),
				);
			}
		}
		return $clean;
	}

	/**
	 * The spans that are such, and not without end.
	 *
	 * @param array $spans What is stored.
	 * @return array
	 */
	private static function clean_spans( $spans ) {
		$clean = array_filter(
			array_slice( $spans, 0, self::SPANS_MAX ),
			function ( $span ) {
				return is_array( $span ) && isset( $span['type'], $span['start'], $span['end'] ) && is_string( $span['type'] )
					&& isset( self::ELEMENTS[ $span['type'] ] ) && is_int( $span['start'] ) && is_int( $span['end'] );
			}
		);
		return array_values( $clean );
	}

	/**
	 * The HTML of questions.
	 *
	 * @param array $faq With `title` and `items`, as clean() leaves them.
	 * @return string
	 */
	public static function html( $faq ) {
		if ( ! $faq['items'] ) {
			return '';
		}
		$html = '<section class="wp-block-stet-faq stet-faq">';
		if ( '' !== $faq['title'] ) {
			$html .= '<h2>' . esc_html( $faq['title'] ) . '</h2>';
		}
		foreach ( $faq['items'] as $item ) {
			$html .= '<h3>' . esc_html( $item['question'] ) . '</h3>' . self::answer_html( $item['answer'], $item['spans'] );
		}
		return $html . '</section>';
	}

	/**
	 * An answer: line feeds part paragraphs, spans count code points.
	 *
	 * @param string $text  The answer.
	 * @param array  $spans Its spans.
	 * @return string
	 */
	public static function answer_html( $text, $spans = array() ) {
		$html  = '';
		$start = 0;
		foreach ( explode( "\n", $text ) as $line ) {
			$length = mb_strlen( $line, 'UTF-8' );
			if ( '' !== trim( $line ) ) {
				$html .= '<p>' . self::line_html( $line, $start, $length, $spans ) . '</p>';
			}
			$start += $length + 1;
		}
		return $html;
	}

	/**
	 * One paragraph: cut where a span begins or ends, each piece in its elements.
	 *
	 * @param string $line   The paragraph.
	 * @param int    $offset Where it begins in the answer.
	 * @param int    $length How long it is.
	 * @param array  $spans  The answer's spans.
	 * @return string
	 */
	private static function line_html( $line, $offset, $length, $spans ) {
		$own  = array();
		$cuts = array( 0, $length );
		foreach ( $spans as $span ) {
			$from = max( 0, $span['start'] - $offset );
			$to   = min( $length, $span['end'] - $offset );
			if ( $from < $to ) {
				$own[] = array( $from, $to, $span );
				array_push( $cuts, $from, $to );
			}
		}
		$cuts = array_values( array_unique( $cuts ) );
		sort( $cuts );
		$html = '';
		for ( $i = 0; $i + 1 < count( $cuts ); $i++ ) { // phpcs:ignore Generic.CodeAnalysis.ForLoopWithTestFunctionCall
			$piece = esc_html( mb_substr( $line, $cuts[ $i ], $cuts[ $i + 1 ] - $cuts[ $i ], 'UTF-8' ) );
			foreach ( $own as list( $from, $to, $span ) ) {
				if ( $from <= $cuts[ $i ] && $to >= $cuts[ $i + 1 ] ) {
					$piece = self::wrap( $piece, $span );
				}
			}
			$html .= $piece;
		}
		return $html;
	}

	/**
	 * Puts a piece into a span's element.
	 *
	 * @param string $piece HTML.
	 * @param array  $span  The span.
	 * @return string
	 */
	private static function wrap( $piece, $span ) {
		$element = self::ELEMENTS[ $span['type'] ];
		if ( 'a' !== $element ) {
			return "<$element>$piece</$element>";
		}
		$href = isset( $span['href'] ) && is_string( $span['href'] ) ? esc_url( $span['href'] ) : '';
		$rel  = isset( $span['rel'] ) && is_string( $span['rel'] ) && '' !== $span['rel'] ? ' rel="' . esc_attr( $span['rel'] ) . '"' : '';
		return '' === $href ? $piece : "<a href=\"$href\"$rel>$piece</a>";
	}
}
